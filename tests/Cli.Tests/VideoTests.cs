using LiVOS.Cli.Errors;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary><c>livos segment</c> on videos.</summary>
public sealed class VideoTests : IDisposable
{
    private const string NoFfmpeg = "FFmpeg is not installed.";

    private readonly MadeUpClip _clip = new(frames: 6);

    public void Dispose() => _clip.Dispose();

    [SkippableFact]
    public async Task A_file_gives_the_masks_of_the_folder()
    {
        string video = await VideoAsync("clip.mkv");
        (await Livos.SegmentAsync(_clip)).Succeeded();

        (await SegmentAsync(video, _clip["video-out"])).Succeeded();

        Assert.Equal(_clip.Written, Names(_clip["video-out"]));
        Assert.All(_clip.Written, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_clip.Out, name)), File.ReadAllBytes(Path.Combine(_clip["video-out"], name))));
    }

    [SkippableTheory]
    [InlineData("cat '{0}' | {1} segment -")]
    [InlineData("ffmpeg -v error -i '{0}' -f yuv4mpegpipe -pix_fmt yuv444p - | {1} segment -")]
    public async Task The_standard_input(string pipe)
    {
        Skip.If(OperatingSystem.IsWindows(), "The shell is that of Unix.");
        string video = await VideoAsync("clip.mkv");
        string command = string.Format(null, pipe, video, ChildProcess.ShellCommand);

        Outcome outcome = await ChildProcess.RunAsync(
            "sh", "-c", $"{command} --masks '{_clip.MaskPath(0)}' --out '{_clip.Out}' --size 48 --device cpu");

        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        Assert.Contains("Frames of 64x48, from '00000' on", outcome.Error);
        Assert.Equal(6, _clip.Written.Length);
    }

    [SkippableFact]
    public async Task A_stopped_run_of_a_video_goes_on()
    {
        string video = await VideoAsync("clip.mkv");
        (await SegmentAsync(video, _clip.Out)).Succeeded();
        for (int frame = 3; frame < 6; frame++) File.Delete(_clip.OutPath(frame));

        Outcome outcome = (await SegmentAsync(video, _clip.Out, "--resume")).Succeeded();

        Assert.Contains("Goes on behind frame 2", outcome.Error);
        Assert.Equal(6, _clip.Written.Length);
    }

    [SkippableFact]
    public async Task Some_frames_with_a_mask_by_its_number()
    {
        string video = await VideoAsync("clip.mkv");
        Png.WriteMask(_clip["third.png"], MadeUpClip.Square(2));

        Outcome outcome = await Livos.RunAsync(
            "segment", video, "--masks", _clip["third.png"] + "@2", "--out", _clip.Out, "--size", "48", "--start", "2", "--end", "6", "--every", "2");

        outcome.Succeeded();
        Assert.Equal(["00002.png", "00004.png"], _clip.Written);
        Assert.Equal([1], Png.ReadMask(_clip.OutPath(2)).ObjectIds);
    }

    [SkippableFact]
    public async Task Faults_are_told_before_anything_is_written()
    {
        string video = await VideoAsync("clip.mkv");
        Outcome outcome = await Livos.RunAsync(
            "segment", video, "--masks", _clip.MaskPath(0) + "@6", _clip["nothing.png"], "--out", _clip.Out, "--size", "48");
        outcome.RefusedWithFaults("the last frame is 5", "nothing.png");
        Assert.False(Directory.Exists(_clip.Out));

        (await SegmentAsync(video, _clip.Out, "--start", "6")).RefusedWith("6 frames", "--start 6");
        (await SegmentAsync(video, _clip.Out, "--start", "3", "--end", "3")).RequireRefused();
        Assert.False(Directory.Exists(_clip.Out));
    }

    [SkippableFact]
    public async Task A_file_that_is_cut_short()
    {
        string video = await VideoAsync("clip.mp4", "-c:v", "libx264", "-crf", "1", "-g", "2", "-bf", "0", "-pix_fmt", "yuv420p", "-movflags", "+faststart");
        using (FileStream file = File.OpenWrite(video)) file.SetLength(file.Length * 7 / 10);

        Outcome outcome = await SegmentAsync(video, _clip.Out);

        outcome.RequireRefused();
        Assert.Contains("breaks off after frame", outcome.Error);
        Assert.InRange(_clip.Written.Length, 1, 5);
        Assert.All(_clip.Written, name => Png.ReadMask(Path.Combine(_clip.Out, name)));
    }

    private Task<Outcome> SegmentAsync(string video, string folder, params string[] more) =>
        Livos.RunAsync(["segment", video, "--masks", _clip.MaskPath(0), "--out", folder, "--size", "48", .. more]);

    private async Task<string> VideoAsync(string name, params string[] arguments)
    {
        Skip.IfNot(VideoFile.IsSupported, NoFfmpeg);
        if (arguments.Length == 0) arguments = ["-c:v", "ffv1", "-pix_fmt", "bgr0"];
        Outcome made = await ChildProcess.RunAsync(
            "ffmpeg", ["-v", "error", "-nostdin", "-framerate", "25", "-i", Path.Combine(_clip.Frames, "%05d.png"), .. arguments, _clip[name]]);
        Assert.True(made.Code == 0, made.Error);
        return _clip[name];
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
}
