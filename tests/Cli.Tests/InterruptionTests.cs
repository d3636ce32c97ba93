using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using LiVOS.Cli.Errors;
using LiVOS.Media;

namespace LiVOS.Cli.Tests;

/// <summary>Ctrl-C and SIGTERM.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly MadeUpClip _clip = new(frames: 2000);

    public void Dispose() => _clip.Dispose();

    [SkippableTheory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task A_signal_stops_between_frames_and_every_mask_is_whole(string signal, int code)
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using Process process = ChildProcess.StartLivos("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", "48", "--device", "cpu");
        Task<Outcome> end = ChildProcess.EndAsync(process);
        while (!end.IsCompleted && !File.Exists(_clip.OutPath(5))) await Task.Delay(5);

        await ChildProcess.RunAsync("kill", $"-{signal}", $"{process.Id}");
        Outcome outcome = await end;

        Assert.True(outcome.Code == code, $"{outcome.Code}: {outcome.Error}");
        string[] written = _clip.Written;
        Assert.InRange(written.Length, 6, 1999);
        Assert.EndsWith(
            $"Stopped: {written.Length} of 2000 masks were written to '{_clip.Out}'; the same command with --resume goes on.", outcome.Error.Trim());
        Assert.Equal(Enumerable.Range(0, written.Length).Select(frame => $"{frame:00000}.png"), written);
        Assert.All(written, name => Png.ReadMask(Path.Combine(_clip.Out, name)));
    }

    [SkippableTheory]
    [InlineData("INT", ExitCode.Interrupted, "inspect")]
    [InlineData("TERM", ExitCode.Terminated, "inspect")]
    [InlineData("INT", ExitCode.Interrupted, "convert", "out.safetensors")]
    [InlineData("TERM", ExitCode.Terminated, "convert", "out.safetensors")]
    public async Task The_first_signal_ends_a_command_without_frames_at_once(string signal, int code, string command, params string[] more)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc tells when the file is open.");
        WriteLargeWeights(_clip["large.safetensors"]);
        using Process process = ChildProcess.StartLivos([command, _clip["large.safetensors"], .. more.Select(name => _clip[name])]);
        Task<Outcome> end = ChildProcess.EndAsync(process);
        while (!end.IsCompleted && !HasOpen(process, "large.safetensors")) await Task.Delay(5);

        await ChildProcess.RunAsync("kill", $"-{signal}", $"{process.Id}");
        Outcome outcome = await end;

        Assert.True(outcome.Code == code, $"{outcome.Code}: {outcome.Error}");
        Assert.Empty(outcome.Output);
        Assert.False(File.Exists(_clip["out.safetensors"]));
    }

    private static bool HasOpen(Process process, string name)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process.Id}/fd").EnumerateFiles().Any(file => file.LinkTarget?.EndsWith(name, StringComparison.Ordinal) ?? false);
        }
        catch (IOException)
        {
            return false; // it has ended, or closed one just then
        }
    }

    [Fact]
    public void Only_work_that_stops_between_frames_holds_a_signal_back_and_only_once()
    {
        using var interruption = new Interruption();
        Assert.False(interruption.Stop(PosixSignal.SIGINT));
        Assert.False(interruption.Token.IsCancellationRequested);

        using (Interruption.StopsBetweenFrames())
        {
            Assert.True(interruption.Stop(PosixSignal.SIGTERM));
            Assert.True(interruption.Token.IsCancellationRequested);
            Assert.False(interruption.Stop(PosixSignal.SIGTERM));
        }

        Assert.Equal(ExitCode.Terminated, interruption.ExitCodeOf(ExitCode.Interrupted));
        Assert.Equal(ExitCode.BadInput, interruption.ExitCodeOf(ExitCode.BadInput));
    }

    /// <summary>A file with a hole of 4 GB, through which any command needs seconds.</summary>
    private static void WriteLargeWeights(string path)
    {
        const long bytes = 4L << 30;
        byte[] header = Encoding.UTF8.GetBytes($$"""{"a":{"dtype":"F32","shape":[{{bytes / 4}}],"data_offsets":[0,{{bytes}}]} }""");
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)header.Length));
        file.Write(header);
        file.SetLength(8 + header.Length + bytes);
    }
}
