using System.Diagnostics;
using LiVOS.Cli.Errors;
using LiVOS.Evaluation.Tests;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>The folder of an evaluation belongs to one run at a time, to one evaluation, and to nothing that is read.</summary>
public sealed class EvalFolderTests : IDisposable
{
    private const string Name = "generic";

    private readonly TinyDataSet _data = new(Name);

    public void Dispose() => _data.Dispose();

    /// <summary>Where results would lie among what is read: each link leads from a place in OUT, or OUT itself, into the data set.</summary>
    [SkippableTheory]
    [InlineData("", "Annotations")]
    [InlineData("", "JPEGImages")]
    [InlineData("", "Annotations/bear")]
    [InlineData("", ".")]
    [InlineData("Annotations", "Annotations")]
    [InlineData("Annotations", "JPEGImages")]
    [InlineData("Annotations/bear", "Annotations/bear")]
    [InlineData("Annotations/bear", "JPEGImages/bear")]
    [InlineData("complete", "Annotations")]
    public async Task Results_do_not_go_to_inputs_through_links(string link, string target)
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there that not every user has.");
        Dictionary<string, byte[]> before = Contents();
        string path = Path.Combine(_data.Out, link);
        if (link.Length > 0) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateSymbolicLink(Path.TrimEndingDirectorySeparator(path), _data.In(target));

        (await RunAsync()).RefusedWith(_data.Out, "another folder");

        Assert.Equal(before, Contents());
    }

    [SkippableFact]
    public async Task A_data_set_that_lies_behind_links_is_not_written_to()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there that not every user has.");
        Directory.Move(_data.In("Annotations"), _data["truth"]);
        Directory.CreateSymbolicLink(_data.In("Annotations"), _data["truth"]);
        Directory.CreateSymbolicLink(_data["results"], _data["truth"]);
        (await RunAsync("--out", _data["truth"])).RefusedWith(_data["truth"], "another folder");
        (await RunAsync("--out", _data["results"])).RefusedWith(_data["results"], "another folder");
        (await RunAsync("--out", _data["truth/bear"])).RefusedWith(_data["truth/bear"], "another folder");
    }

    [SkippableFact]
    public async Task A_planted_link_does_not_lead_results_out_of_the_folder()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there that not every user has.");
        Directory.CreateDirectory(_data["victim"]);
        Directory.CreateDirectory(_data.Out);
        foreach (string name in new[] { "Annotations", "complete" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_data.Out, name), _data["victim"]);
            (await RunAsync()).RefusedWith(Path.Combine(_data.Out, name), "is a link");
            Directory.Delete(Path.Combine(_data.Out, name));
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data["victim"]));
    }

    [Fact]
    public async Task Of_two_evaluations_at_once_one_has_to_wait()
    {
        (await RunAsync()).RequireDone();
        using (FileStream other = new(Path.Combine(_data.Out, "run.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            (await RunAsync()).RefusedWith(_data.Out, "Another evaluation is writing", "wait for its end");
        (await RunAsync()).RequireDone();
    }

    [Fact]
    public async Task Of_many_that_begin_at_once_none_spoils_the_others()
    {
        Outcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync())));

        Assert.Contains(outcomes, outcome => outcome.Code == ExitCode.Done);
        Assert.All(outcomes.Where(outcome => outcome.Code != ExitCode.Done), outcome => outcome.RefusedWith(_data.Out, "Another evaluation"));
        (await RunAsync()).RequireDone();
    }

    [SkippableFact]
    public async Task A_lock_ends_with_its_process()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no kill there.");
        using Process process = ChildProcess.StartLivos(Command("--size", "480"));
        Task<Outcome> end = ChildProcess.EndAsync(process);
        while (!end.IsCompleted && !File.Exists(Path.Combine(_data.Out, "run.json"))) await Task.Delay(2);
        if (!end.IsCompleted) await ChildProcess.RunAsync("kill", "-KILL", $"{process.Id}");
        await end;
        (await Livos.RunAsync(Command("--size", "480"))).RequireDone();
    }

    /// <summary>Whatever refuses an evaluation, the folder is as it was: another evaluation can have it.</summary>
    [Theory]
    [InlineData("--weights", "none.safetensors")]
    [InlineData("--device", "cpu", "--memory-limit", "1000000")]
    [InlineData("--report", "none/page.html")]
    [InlineData("--device", "opencl:99")]
    public async Task A_refused_evaluation_leaves_no_trace(params string[] options)
    {
        string[] args = [.. options.Select(option => option.Contains('.') || option.Contains('/') ? _data[option] : option)];
        Assert.Equal(ExitCode.BadInput, (await RunAsync(args)).Code);
        Assert.False(Path.Exists(_data.Out));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"name": "bear"}""")]
    [InlineData(
        """{"name": null, "frames": 6, "saved_frames": 6, "objects": 1,"""
            + """ "width": 64, "height": 48, "seconds": 0, "network_seconds": 0, "device": null, "device_bytes": 0}""")]
    [InlineData(
        """{"name": "bear", "frames": 5, "saved_frames": 6, "objects": 1,"""
            + """ "width": 64, "height": 48, "seconds": 1, "network_seconds": 1, "device": "cpu", "device_bytes": 9}""")]
    [InlineData(
        """{"name": "bear", "frames": 6, "saved_frames": 6, "objects": 1,"""
            + """ "width": 64, "height": 48, "seconds": "NaN", "network_seconds": 1, "device": "cpu", "device_bytes": 9}""")]
    public async Task A_broken_record_counts_as_none(string json)
    {
        (await RunAsync()).RequireDone();
        File.WriteAllText(Path.Combine(_data.Out, "complete/bear.json"), json);
        Assert.Contains("1 segmented, 1 complete before", (await RunAsync()).RequireDone().Output);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("null")]
    public async Task Broken_settings_are_reported(string json)
    {
        (await RunAsync()).RequireDone();
        File.WriteAllText(Path.Combine(_data.Out, "run.json"), json);
        (await RunAsync()).RefusedWith(Path.Combine(_data.Out, "run.json"), "is broken", "another folder");
    }

    [Fact]
    public async Task Records_without_settings_are_not_taken()
    {
        (await RunAsync()).RequireDone();
        File.Delete(Path.Combine(_data.Out, "run.json"));
        Assert.Contains("2 segmented, 0 complete before", (await RunAsync()).RequireDone().Output);
    }

    private Dictionary<string, byte[]> Contents() => EvalTests.FilesIn(_data.Root).ToDictionary(file => file, file => File.ReadAllBytes(_data.In(file)));

    private Task<Outcome> RunAsync(params string[] more) => Livos.RunAsync(Command(more));

    private string[] Command(params string[] more) =>
    [
        "eval", "--dataset", Name, "--root", _data.Root, .. more.Contains("--out") ? Array.Empty<string>() : ["--out", _data.Out],
        .. more.Contains("--device") ? Array.Empty<string>() : ["--device", "cpu"], .. more.Contains("--size") ? Array.Empty<string>() : ["--size", "48"],
        .. more,
    ];
}
