using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli.Tests;

/// <summary>What a terminal shows beyond what a pipe gets: progress.</summary>
public sealed class TerminalTests : IDisposable
{
    readonly MadeUpClip clip = new(frames: 60);

    public void Dispose() => clip.Dispose();

    [SkippableFact]
    public async Task Segment_shows_how_far_it_has_come()
    {
        Outcome outcome = await OnTerminalAsync($"segment '{clip.Frames}' --masks '{clip.Masks}' --out '{clip.Out}' --size 48 --device cpu");

        Assert.Contains("segmenting", outcome.Output);
        Assert.Contains("/60", outcome.Output);
        Assert.Contains(" fps", outcome.Output);
        Assert.Contains("peak memory", outcome.Output);
    }

    [SkippableFact]
    public async Task A_first_start_shows_how_far_compiling_has_come()
    {
        Skip.If(OpenClDevices.Find().WhyNone is not null, OpenClDevices.Find().WhyNone);

        Outcome outcome = await OnTerminalAsync(
            $"segment '{clip.Frames}' --masks '{clip.Masks}' --out '{clip.Out}' --size 48 --device opencl", $"LIVOS_CACHE='{clip["cache"]}'");

        Assert.Matches(@"compiling kernels for opencl:\d: \d+ %, \w+\.\w+", outcome.Output);
        Assert.NotEmpty(Directory.GetFiles(clip["cache/opencl"]));
    }

    [SkippableFact]
    public async Task Verify_shows_which_file_it_is_at()
    {
        Directory.CreateDirectory(clip["goldens"]);
        File.Copy(Path.Combine(BundledFiles.Goldens, "small-64x96-3obj.safetensors"), clip["goldens/small.safetensors"]);

        Outcome outcome = await OnTerminalAsync($"verify --goldens '{clip["goldens"]}' --device cpu");

        Assert.Contains("right", outcome.Output);
    }

    static async Task<Outcome> OnTerminalAsync(string arguments, string variables = "")
    {
        Skip.IfNot(ChildProcess.CanScript, "There is no program 'script' here, which makes terminals.");
        Outcome outcome = await ChildProcess.RunAsync("script", "-qec", $"stty cols 120; TERM=xterm-256color {variables} {ChildProcess.ShellCommand} {arguments}", "/dev/null");
        Assert.True(outcome.Code == ExitCode.Done, $"{outcome.Code}: {outcome.Output}");
        return outcome;
    }
}
