using LiVOS.Cli.Automask;

namespace LiVOS.Cli.Tests;

/// <summary>What <c>livos automask --install</c> puts into Kdenlive's folder, and that nothing of the user's is lost.</summary>
public sealed class KdenliveInstallationTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("livos kdenlive's ").FullName;

    public KdenliveInstallationTests() => HeadedWeights.Write(Weights);

    private string Weights => _data + ".safetensors";

    private string Script => Path.Combine(_data, KdenliveFiles.Script);

    public void Dispose()
    {
        File.Delete(Weights);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Uninstalling_leaves_what_was_there()
    {
        Write(Script, "mine");
        Write(Path.Combine(_data, "sam2models/sam.pt"), "another model");
        string[] before = Files();

        string told = (await AutomaskAsync("--install")).Succeeded().Output;
        Assert.Contains("becomes", told);
        Assert.NotEqual("mine", File.ReadAllText(Script));
        Assert.Equal(File.ReadAllBytes(Weights), File.ReadAllBytes(Path.Combine(_data, KdenliveFiles.Model)));
        (await AutomaskAsync("--install")).Succeeded(); // twice is as good as once
        (await AutomaskAsync("--uninstall")).Succeeded();

        Assert.Equal(before, Files());
        Assert.Equal("mine", File.ReadAllText(Script));
        (await AutomaskAsync("--uninstall")).RefusedWith("Nothing was installed");
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        string told = (await AutomaskAsync("--install", "--dry-run")).Succeeded().Output;
        Assert.Contains($"would do: writes '{Script}'", told);
        Assert.Empty(Files());
        (await AutomaskAsync("--install")).Succeeded();
        string[] installed = Files();
        Assert.Contains($"would do: removes '{Script}'", (await AutomaskAsync("--uninstall", "--dry-run")).Succeeded().Output);
        Assert.Equal(installed, Files());
    }

    /// <summary>A Python that Kdenlive has installed stays as it is, and runs the script.</summary>
    [Fact]
    public async Task A_python_that_is_there_is_kept()
    {
        string python = Path.Combine(_data, "venv-sam/bin/python3");
        Write(python, "a Python");
        (await AutomaskAsync("--install")).Succeeded();
        Assert.Equal("a Python", File.ReadAllText(python));
        Assert.False(File.Exists(Path.Combine(_data, "venv-sam/bin/pip3")));
    }

    [Fact]
    public async Task A_file_that_was_changed_is_left()
    {
        (await AutomaskAsync("--install")).Succeeded();
        File.AppendAllText(Script, "# mine");
        Assert.Contains($"leaves '{Script}', which was changed since", (await AutomaskAsync("--uninstall")).Succeeded().Output);
        Assert.Equal([KdenliveFiles.Script], Files());
    }

    /// <summary>An installation that was cut off behind its record, or behind the first move, can be undone.</summary>
    [Fact]
    public void An_attempt_that_was_cut_off_can_be_undone()
    {
        Write(Script, "mine");
        var placed = new PlacedFiles(_data);
        placed.Place([PlacedFile.OfText(KdenliveFiles.Script, "ours"), PlacedFile.OfText("more/file", "ours")], dryRun: false);
        File.Delete(Script);
        File.Delete(Path.Combine(_data, "more/file"));

        placed.Remove(dryRun: false);

        Assert.Equal("mine", File.ReadAllText(Script));
        Assert.Equal([KdenliveFiles.Script], Files());
        Assert.False(Directory.Exists(Path.Combine(_data, "more")));
    }

    /// <summary>What Kdenlive asks of its Python, the stand-in answers; it passes the script's arguments on as they are.</summary>
    [SkippableFact]
    public async Task The_stand_in_answers_as_a_python_would()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The stand-in is a shell script.");
        string echo = Path.Combine(_data, "it's a program");
        Write(echo, "#!/bin/sh\nprintf '<%s>' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(echo, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        new PlacedFiles(_data).Place([.. KdenliveFiles.Of([echo, "automask"], Weights, withPython: true)], dryRun: false);
        string python = Path.Combine(_data, "venv-sam/bin/python3");

        Assert.Equal("<automask><-I><a b><-C><>", (await ChildProcess.RunAsync(python, Script, "-I", "a b", "-C", "")).Succeeded().Output);
        Assert.Empty((await ChildProcess.RunAsync(python, "/usr/scripts/checkpackages.py", "--check", "sam-2")).Succeeded().Output);
        Assert.Contains("sam-2==", (await ChildProcess.RunAsync(python, "/usr/scripts/checkpackages.py", "--details", "sam-2")).Succeeded().Output);
        Assert.Equal(["auto#LiVOS: the fastest device", "cpu", ""], (await ChildProcess.RunAsync(python, "/x/checkgpu.py")).Succeeded().Output.Split('\n'));
        Assert.Equal(1, (await ChildProcess.RunAsync(python, "/x/other.py")).Code);
    }

    [Theory]
    [InlineData("--install --uninstall", "not both")]
    [InlineData("--dry-run", "belong to --install or --uninstall")]
    public async Task Options_that_do_not_belong_together_are_refused(string options, string told) =>
        Assert.Contains(told, (await RefusedAsync(options.Split(' '))).Error);

    [Fact]
    public async Task What_is_missing_is_told()
    {
        (await Livos.RunAsync("automask", "--install", "--data", Path.Combine(_data, "none"))).RefusedWith("There is no folder", "--data");
        string bare = _data + "-bare.safetensors";
        HeadedWeights.WriteWithout(bare);
        (await Livos.RunAsync("automask", "--install", "--weights", bare, "--data", _data)).RefusedWith("has no click head");
        File.Delete(bare);
        Assert.Empty(Files());
    }

    private Task<Outcome> AutomaskAsync(params string[] options) => Livos.RunAsync(["automask", .. options, "--data", _data, "--weights", Weights]);

    private static async Task<Outcome> RefusedAsync(params string[] options)
    {
        Outcome outcome = await Livos.RunAsync(["automask", .. options]);
        outcome.RequireRefused();
        return outcome;
    }

    private string[] Files() =>
        [.. Directory.GetFiles(_data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_data, path)).Order(StringComparer.Ordinal)];

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
