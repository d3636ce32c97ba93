using System.Diagnostics;
using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary>What <c>livos segment</c> writes beside masks: videos, annotations, scores and progress.</summary>
public sealed class VideoOutputTests : IDisposable
{
    private const string NoFfmpeg = "FFmpeg is not installed.";

    private readonly MadeUpClip _clip = new(frames: 6);

    public void Dispose() => _clip.Dispose();

    [SkippableFact]
    public async Task The_readmes_second_example()
    {
        Skip.IfNot(VideoFile.IsSupported, NoFfmpeg);
        string example = "livos segment clip.mp4 --masks first.png --out masks.mp4 --format overlay";
        Assert.Contains(example, File.ReadAllText(Repository.PathOf("README.md")));
        await MakeAsync("clip.mp4");
        Png.WriteMask(_clip["first.png"], MadeUpClip.Square(0));

        (await Livos.RunAsync([.. example.Split(' ').Skip(1).Select(word => word.Contains('.') ? _clip[word] : word), "--size", "48"])).Succeeded();

        await using VideoFile written = await VideoFile.OpenAsync(_clip["masks.mp4"]);
        Assert.Equal((6, new FrameRate(25, 1)), (written.Frames.Count, written.Rate));
        Assert.DoesNotContain(Directory.GetFiles(_clip[""]), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_folder_of_frames_becomes_a_video_of_the_rate_that_is_asked_for()
    {
        Skip.IfNot(VideoFile.IsSupported, NoFfmpeg);
        (await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip["matte.mkv"], "--size", "48", "--fps", "23.976")).Succeeded();
        await using VideoFile written = await VideoFile.OpenAsync(_clip["matte.mkv"]);
        Assert.Equal((6, new FrameRate(24000, 1001)), (written.Frames.Count, written.Rate));
    }

    [Theory]
    [InlineData("coco", "not in coco")]
    [InlineData("overlay,matte", "not in overlay, matte")]
    [InlineData("overly", "Did you mean")]
    public async Task Formats_that_are_no_video_are_refused(string format, string sentence)
    {
        Outcome outcome = await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip["out.mp4"], "--format", format);
        outcome.RequireRefused();
        Assert.Contains(sentence, outcome.Error);
    }

    [Theory]
    [InlineData("--format", "cocoo", "Did you mean")]
    [InlineData("--fps", "0", "must be above 0")]
    [InlineData("--delete", "x@1", "2@120")]
    [InlineData("--background-color", "greenish", "six digits")]
    [InlineData("--background-color", "1,2,256", "six digits")]
    [InlineData("--soft-bits", "12", "8 or 16")]
    [InlineData("--category", "0=swan", "1=swan")]
    [InlineData("--category", "1= ", "control character")]
    [InlineData("--category", "2=swan", "names none for object 1; add 1=NAME")]
    [InlineData("--direction", "sideways", "forward, backward, both")]
    public async Task Values_that_are_none(string option, string value, string sentence)
    {
        Outcome outcome = await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, option, value);
        outcome.RequireRefused();
        Assert.Contains(sentence, outcome.Error);
    }

    [Fact]
    public async Task Probabilities_colours_and_categories()
    {
        (await Livos.SegmentAsync(
            _clip, "--format", "soft,greenscreen,labelme", "--soft-bits", "16", "--background-color", "0a0B0c", "--category", "1=swan", "thing")).Succeeded();

        Assert.Equal(MaskFormat.Grey16, Png.ReadMask(Path.Combine(_clip.Out, "soft_masks", "1", "00005.png")).Format);
        Assert.Equal([10, 11, 12], Png.ReadPicture(Path.Combine(_clip.Out, "greenscreen", "00000.png")).Rgb[..3]);
        Assert.Contains("\"label\": \"swan\"", File.ReadAllText(Path.Combine(_clip.Out, "labelme", "00000.json")));
    }

    [Fact]
    public async Task Several_formats_at_once()
    {
        (await Livos.SegmentAsync(_clip, "--format", "coco", "--format", "binary,labelme", "--overlay")).Succeeded();
        string[] written = _clip.Written;
        Assert.Equal(1 + 3 * 6, written.Length);
        Assert.Contains("coco.json", written);
        Assert.Contains(Path.Combine("001", "00005.png"), written);
        Assert.Contains(Path.Combine("labelme", "00005.json"), written);
        Assert.Contains(Path.Combine("overlay", "00005.png"), written);
    }

    [Fact]
    public async Task Scores_and_progress_for_programs()
    {
        Outcome outcome = (await Livos.SegmentAsync(_clip, "--scores", _clip["scores.jsonl"], "--progress", "json")).Succeeded();

        JsonElement[] scores = [.. File.ReadLines(_clip["scores.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(Enumerable.Range(0, 6), scores.Select(line => line.GetProperty("frame").GetInt32()));
        JsonElement first = scores[0].GetProperty("objects")[0];
        Assert.Equal(
            ["id", "area", "box", "mean_p", "boundary_p", "iou_prev", "lost"], first.EnumerateObject().Select(property => property.Name));
        Assert.Equal((1, 256), (first.GetProperty("id").GetInt32(), first.GetProperty("area").GetInt32()));

        JsonElement[] events = [.. outcome.Error.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["started", .. Enumerable.Repeat("frame", 6), "done"], events.Select(each => each.GetProperty("event").GetString()));
        Assert.All(events[1..7].Index(), frame => Assert.Equal(frame.Index + 1, frame.Item.GetProperty("i").GetInt32()));
        Assert.Equal(6, events[0].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Both_ways_from_the_middle_and_an_object_that_ends()
    {
        Png.WriteMask(_clip["middle.png"], MadeUpClip.Square(3));

        (await Livos.RunAsync(
            "segment", _clip.Frames, "--masks", _clip["middle.png"] + "@3", "--out", _clip.Out, "--size", "48", "--direction", "both",
            "--delete", "1@5")).Succeeded();

        Assert.Equal([1, 1, 1, 1, 1, 0], Enumerable.Range(0, 6).Select(frame => Png.ReadMask(_clip.OutPath(frame)).ObjectIds.Count));
        (await Livos.SegmentAsync(_clip, "--direction", "backward", "--resume")).RefusedWith("--resume goes on forward");
    }

    [SkippableFact]
    public async Task A_full_disk_leaves_no_half_video()
    {
        Skip.IfNot(VideoFile.IsSupported, NoFfmpeg);
        Skip.If(!ChildProcess.CanMount, "This system lets no user mount a small disk (unshare -Urm).");
        using var longer = new MadeUpClip(frames: 60);
        Directory.CreateDirectory(_clip.Out);
        string command = $"mount -t tmpfs -o size=8k none '{_clip.Out}' && {ChildProcess.ShellCommand} segment '{longer.Frames}' --masks '{longer.Masks}' "
            + $"--out '{_clip.Out}/masks.mkv' --format overlay --size 48 --device cpu; code=$?; ls -A '{_clip.Out}'; exit $code";

        Outcome outcome = await ChildProcess.RunAsync("unshare", "-Urm", "sh", "-c", command);

        Assert.True(outcome.Code == ExitCode.BadInput, $"{outcome.Code}: {outcome.Error}");
        Assert.Contains("disk is full", outcome.Error);
        Assert.Empty(outcome.Output.Trim());
    }

    [SkippableTheory]
    [InlineData("-")]
    [InlineData("")]
    public async Task Ctrl_C_leaves_a_whole_video_of_the_frames_before(string group)
    {
        Skip.IfNot(VideoFile.IsSupported, NoFfmpeg);
        Skip.IfNot(OperatingSystem.IsLinux(), "The signals are those of Unix.");
        using var longer = new MadeUpClip(frames: 3000);
        using Process process = ChildProcess.StartGroup(
            "segment", longer.Frames, "--masks", longer.Masks, "--out", _clip["masks.mkv"], "--size", "48", "--device", "cpu", "--progress", "json");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        while (await process.StandardError.ReadLineAsync() is string line && !line.Contains("\"i\":300,")) Assert.StartsWith("{", line);

        await ChildProcess.RunAsync("kill", "-INT", "--", $"{group}{process.Id}"); // a terminal sends it to all programs of the group
        Task<string> rest = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == ExitCode.Interrupted, $"{process.ExitCode}: {await rest}");
        Assert.Contains("Stopped: ", await rest);
        Assert.Empty(await output);
        await using VideoFile written = await VideoFile.OpenAsync(_clip["masks.mkv"]);
        Assert.InRange(written.Frames.Count, 250, 2999);
        Assert.Empty(written.Warnings);
    }

    private async Task MakeAsync(string name)
    {
        Outcome made = await ChildProcess.RunAsync(
            "ffmpeg", "-v", "error", "-nostdin", "-framerate", "25", "-i", Path.Combine(_clip.Frames, "%05d.png"), "-c:v", "libx264", "-pix_fmt", "yuv420p",
            _clip[name]);
        Assert.True(made.Code == 0, made.Error);
    }
}
