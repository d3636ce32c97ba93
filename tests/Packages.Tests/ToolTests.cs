namespace LiVOS.Packages.Tests;

/// <summary>The program from its package.</summary>
[Collection(nameof(PackageFolder))]
[Trait("Category", "Long")]
public sealed class ToolTests(PackageFolder packages) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_installs_and_tracks_the_demos_swan()
    {
        string livos = await InstallAsync();
        Assert.Contains("0.1.0", await Programs.RunAsync(_folder.Path, livos, ["--version"]));
        Assert.Contains("J ", await Programs.RunAsync(_folder.Path, livos, ["demo", "--device", "cpu"]));
        Assert.True(Directory.Exists(_folder["livos-demo"]));
    }

    [Fact]
    public async Task It_runs_without_being_installed() => Assert.Contains(
        "0.1.0",
        await Programs.DotnetAsync(
            _folder.Path, packages.Cache, "dnx", $"LiVOS.Tool@{PackageFolder.Version}", "--source", packages.Path, "--yes", "--", "--version"));

    [SkippableFact]
    public async Task A_script_in_Python_has_its_masks()
    {
        Skip.IfNot(File.Exists("/usr/bin/python3"), "Python is not installed.");
        string livos = await InstallAsync();
        Directory.CreateDirectory(_folder["frames"]);
        for (int i = 0; i < 2; i++) File.Copy(Repository.PathOf($"samples/blackswan/frames/0000{i}.png"), _folder[$"frames/0000{i}.png"]);

        await Programs.RunAsync(
            _folder.Path, "/usr/bin/env", $"LIVOS={livos}", "/usr/bin/python3",
            Repository.PathOf("samples/python/track.py"), "frames", Repository.PathOf("samples/blackswan/truth/00000.png"), "masks");

        Assert.Equal(["00000.png", "00001.png"], Directory.GetFiles(_folder["masks"]).Select(Path.GetFileName).Order());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> InstallAsync()
    {
        await Programs.DotnetAsync(
            _folder.Path, packages.Cache,
            "tool", "install", "LiVOS.Tool", "--version", PackageFolder.Version, "--tool-path", "tools", "--add-source", packages.Path);
        return _folder[OperatingSystem.IsWindows() ? "tools/livos.exe" : "tools/livos"];
    }
}
