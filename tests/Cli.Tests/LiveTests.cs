using System.Text.Json;
using LiVOS.Cli.Errors;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary>Sources that do not wait.</summary>
public sealed class LiveTests : IDisposable
{
    private readonly MadeUpClip _clip = new(frames: 6);

    public void Dispose() => _clip.Dispose();

    [Fact]
    public async Task A_folder_has_no_late_frames()
    {
        Outcome outcome = await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--drop", "late");
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("so no frame is late", outcome.Error);
        Assert.False(Directory.Exists(_clip.Out));
    }

    [SkippableFact]
    public async Task A_camera_that_is_not_there()
    {
        Skip.IfNot(VideoFile.IsSupported, "FFmpeg is not installed.");
        Outcome outcome = await Livos.RunAsync("segment", "camera:97", "--masks", _clip.MaskPath(0), "--out", _clip.Out);
        Assert.Equal(ExitCode.BadInput, outcome.Code);
        Assert.Contains("'camera:97'", outcome.Error);
        Assert.False(Directory.Exists(_clip.Out));
    }

    [SkippableTheory]
    [InlineData("block")]
    [InlineData("late")]
    public async Task The_report_tells_how_late_masks_are(string drop)
    {
        Skip.IfNot(VideoFile.IsSupported, "FFmpeg is not installed.");
        Skip.If(OperatingSystem.IsWindows(), "The shell is that of Unix.");
        string frames = Path.Combine(_clip.Frames, "%05d.png");
        Outcome outcome = await ChildProcess.RunAsync(
            "sh", "-c",
            $"ffmpeg -v error -i '{frames}' -f yuv4mpegpipe -pix_fmt yuv444p - | {ChildProcess.ShellCommand} segment - --masks '{_clip.MaskPath(0)}@0' "
            + $"--out '{_clip.Out}' --size 48 --device cpu --drop {drop} --json");

        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement, live = report.GetProperty("live");
        int written = report.GetProperty("frames").GetInt32(), dropped = live.GetProperty("dropped").GetInt32();
        Assert.Equal(6, written + dropped);
        Assert.Equal(written, _clip.Written.Length);
        if (drop == "block") Assert.Equal(0, dropped);
        Assert.InRange(live.GetProperty("mean_delay_seconds").GetDouble(), 1e-6, live.GetProperty("longest_delay_seconds").GetDouble());
    }
}
