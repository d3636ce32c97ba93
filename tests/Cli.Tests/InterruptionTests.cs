using System.Diagnostics;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Ctrl-C.</summary>
public sealed class InterruptionTests : IDisposable
{
    readonly MadeUpClip clip = new(frames: 2000);

    public void Dispose() => clip.Dispose();

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_between_frames_and_every_mask_is_whole(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using Process process = ChildProcess.StartLivos("segment", clip.Frames, "--masks", clip.Masks, "--out", clip.Out, "--size", "48", "--device", "cpu");
        Task<Outcome> end = ChildProcess.EndAsync(process);
        while (!end.IsCompleted && !File.Exists(clip.OutPath(5))) await Task.Delay(5);

        await ChildProcess.RunAsync("kill", $"-{signal}", $"{process.Id}");
        Outcome outcome = await end;

        Assert.True(outcome.Code == ExitCode.Interrupted, $"{outcome.Code}: {outcome.Error}");
        string[] written = clip.Written;
        Assert.InRange(written.Length, 6, 1999);
        Assert.EndsWith($"Stopped: {written.Length} of 2000 masks were written to '{clip.Out}'; the same command with --resume goes on.", outcome.Error.Trim());
        Assert.Equal(Enumerable.Range(0, written.Length).Select(frame => $"{frame:00000}.png"), written);
        Assert.All(written, name => Png.ReadMask(Path.Combine(clip.Out, name)));
    }
}
