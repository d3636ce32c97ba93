using System.Diagnostics;
using System.Text.Json;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Lists of clips: in one go, in parts, by several devices, and with nodes that die.</summary>
public sealed class ListTests : IDisposable
{
    private const int Clips = 4;

    private readonly ListedClips _clips = new(Clips);

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task All_clips_are_segmented_and_a_second_run_passes_them_over()
    {
        JsonElement report = await ReportAsync();
        Assert.Equal(Clips, report.GetProperty("clips_run").GetInt32());
        Assert.Equal(Clips * ListedClips.Frames, _clips.Masks("out").Count);
        Assert.Equal(_clips.Names, _clips.Done("out"));

        DateTime[] times = Times();
        report = await ReportAsync();
        Assert.Equal(0, report.GetProperty("clips_run").GetInt32());
        Assert.Equal(Clips, report.GetProperty("clips").GetArrayLength());
        Assert.Equal(times, Times());

        DateTime[] Times() => [.. Directory.GetFiles(_clips["out"], "*", SearchOption.AllDirectories).Order().Select(File.GetLastWriteTimeUtc)];
    }

    /// <summary>The same masks as those of clips that are segmented one by one, however many parts and workers there are.</summary>
    [Theory]
    [InlineData(1, "cpu", 2)]
    [InlineData(3, "cpu", 1)]
    [InlineData(6, "cpu:0,cpu", 1)]
    public async Task Results_do_not_depend_on_parts_and_workers(int parts, string devices, int jobs)
    {
        foreach (string name in _clips.Names)
        {
            string[] alone = ["segment", _clips["frames"], "--masks", _clips[name + ".png"], "--out", _clips[$"alone/{name}"], "--size", "48"];
            (await Livos.RunAsync(alone)).RequireDone();
        }


        for (int part = 1; part <= parts; part++)
        {
            string[] command = ["segment", "--list", _clips.List, "--size", "48", "--device", devices, "--jobs", $"{jobs}", "--shard", $"{part}/{parts}"];
            (await Livos.RunAsItStandsAsync(command)).RequireDone();
        }

        Assert.Equal(_clips.Masks("alone"), _clips.Masks("out"));
    }

    /// <summary>Nodes die at any time, without a chance to say so; runs of the same command finish.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nodes_may_die_and_a_later_run_finishes(int seed)
    {
        (await _clips.RunAsync()).RequireDone();
        SortedDictionary<string, string> expected = _clips.Masks("out");
        _clips.WriteList("died");
        var random = new Random(seed);
        for (int deaths = 0; deaths < 4; deaths++)
        {
            using Process node = ChildProcess.StartLivos(_clips.Command("--shard", $"{1 + deaths % 2}/2"));
            await Task.WhenAny(node.WaitForExitAsync(), Task.Delay(random.Next(300, 1500)));
            node.Kill();
            await node.WaitForExitAsync();
            Assert.All(_clips.Done("died"), name => Assert.Equal(ListedClips.Frames, Directory.GetFiles(_clips[$"died/{name}"], "*.png").Length));
        }

        (await _clips.RunAsync()).RequireDone();

        Assert.Equal(expected, _clips.Masks("died"));
        Assert.Equal(_clips.Names, _clips.Done("died"));
    }

    [Fact]
    public async Task Slurms_and_Kubernetes_variables_name_the_part()
    {
        using (Process task = ChildProcess.StartLivos(("JOB_COMPLETION_INDEX", "1"), _clips.Command("--shards", "4")))
        {
            Outcome outcome = (await ChildProcess.EndAsync(task)).RequireDone();
            Assert.Contains("Part 2/4 of the clips, as JOB_COMPLETION_INDEX says", outcome.Error);
        }
        Assert.Equal(["clip-1"], _clips.Done("out"));
        using (Process pod = ChildProcess.StartLivos(("JOB_COMPLETION_INDEX", "1"), _clips.Command()))
            (await ChildProcess.EndAsync(pod)).RefusedWith("give --shards N");
    }

    /// <summary>A clip that breaks off does not cost the others.</summary>
    [Fact]
    public async Task A_damaged_clip_is_told_at_the_end()
    {
        Directory.CreateDirectory(_clips["damaged"]);
        foreach (string frame in Directory.GetFiles(_clips["frames"])) File.Copy(frame, Path.Combine(_clips["damaged"], Path.GetFileName(frame)));
        MadeUpClip.Truncate(_clips["damaged/00004.png"]);
        File.AppendAllText(_clips.List, "out/broken,damaged,clip-0.png\n");

        Outcome outcome = await _clips.RunAsync("--json");

        Assert.Equal(ExitCode.BadInput, outcome.Code);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(Clips, report.GetProperty("clips").GetArrayLength());
        Assert.Contains("00004.png", Assert.Single(report.GetProperty("failed").EnumerateArray()).GetProperty("fault").GetString());
        Assert.Equal(_clips.Names, _clips.Done("out"));
    }

    [Fact]
    public async Task Results_of_other_runs_are_not_taken_for_these()
    {
        (await _clips.RunAsync()).RequireDone();
        Outcome other = await _clips.RunAsync("--format", "alpha");
        other.RequireRefused();
        Assert.Equal(Clips, other.Error.Split("marks results of another run (as indexed)").Length - 1);
        other = await Livos.RunAsync("segment", "--list", _clips.List, "--size", "32");
        other.RequireRefused();
        Assert.Contains("marks results of another run (at 64x48, Float32)", other.Error);
    }

    /// <summary>All faults are told at once, and nothing is written.</summary>
    [Theory]
    [InlineData("clip,out\na,b\n", "must name the columns clip,masks,out")]
    [InlineData("", "must name the columns")]
    [InlineData("clip,masks,out\n", "names no clip")]
    [InlineData("clip,masks,out\nframes,,a\n\nframes,m.png,b\nframes,m.png,b\n-,m.png,c\n", "Line 2", "lacks masks", "Lines 4 and 5", "read only once")]
    [InlineData("clip,masks,out\nframes,none.png,a\nnone,clip-0.png,b\nframes,clip-0.png,frames\n", "none.png'", "none'; check", "would be written over")]
    [InlineData("clip,masks,out\nframes,clip-0.png,no/such/a.mp4\n", "folder does not exist")]
    public async Task Bad_lists_are_refused(string text, params string[] told)
    {
        File.WriteAllText(_clips.List, text);
        Outcome outcome = await _clips.RunAsync();
        outcome.RequireRefused();
        Assert.All(told, part => Assert.Contains(part, outcome.Error));
        Assert.Empty(_clips.Done("."));
        Assert.False(Directory.Exists(_clips["a"]));
    }

    [Theory]
    [InlineData("--out o", "--out is of one clip")]
    [InlineData("--masks m", "--masks is of one clip")]
    [InlineData("--scores s", "--scores is of one clip")]
    [InlineData("--resume", "--resume is of one clip")]
    [InlineData("--shard 0/4", "--shard is '0/4'")]
    [InlineData("--shard 1/4 --shards 4", "leave --shards out")]
    [InlineData("--device cpu,cpu", "cpu twice")]
    [InlineData("--device cpu,gppu", "there is no device 'gppu'")]
    public async Task Options_of_one_clip_are_refused(string options, string told)
    {
        Outcome outcome = await Livos.RunAsItStandsAsync(["segment", "--list", _clips.List, .. options.Split(' ')]);
        outcome.RequireRefused();
        Assert.Contains(told, outcome.Error);
    }

    [Theory]
    [InlineData("segment a --out b --masks c --shard 1/2", "belong to --list")]
    [InlineData("segment a --out b --masks c --device cpu,opencl", "Several devices share the clips of --list")]
    [InlineData("segment --out b --masks c", "CLIP is missing")]
    [InlineData("segment a --masks c", "--out is missing")]
    public async Task Options_of_lists_need_one(string command, string told)
    {
        Outcome outcome = await Livos.RunAsItStandsAsync(command.Split(' '));
        outcome.RequireRefused();
        Assert.Contains(told, outcome.Error);
    }

    private async Task<JsonElement> ReportAsync() => JsonDocument.Parse((await _clips.RunAsync("--json")).RequireDone().Output).RootElement;
}
