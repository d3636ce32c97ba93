using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli.Tests;

/// <summary>What a terminal shows beyond what a pipe gets: progress.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly MadeUpClip _clip = new(frames: 60);

    public void Dispose() => _clip.Dispose();

    [SkippableFact]
    public async Task Segment_shows_how_far_it_has_come()
    {
        Outcome outcome = await OnTerminalAsync($"segment '{_clip.Frames}' --masks '{_clip.Masks}' --out '{_clip.Out}' --size 48 --device cpu");

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
            $"segment '{_clip.Frames}' --masks '{_clip.Masks}' --out '{_clip.Out}' --size 48 --device opencl", $"LIVOS_CACHE='{_clip["cache"]}'");

        Assert.Matches(@"compiling kernels for opencl:\d: \d+ %, \w+\.\w+", outcome.Output);
        Assert.NotEmpty(Directory.GetFiles(_clip["cache/opencl"]));
    }

    [SkippableFact]
    public async Task Verify_shows_which_file_it_is_at()
    {
        Directory.CreateDirectory(_clip["goldens"]);
        File.Copy(Path.Combine(BundledFiles.Goldens, "small-64x96-3obj.safetensors"), _clip["goldens/small.safetensors"]);

        Outcome outcome = await OnTerminalAsync($"verify --goldens '{_clip["goldens"]}' --device cpu");

        Assert.Contains("right", outcome.Output);
    }

    public static TheoryData<int> FewColumns { get; } = [.. new[] { 1 }, .. LongTests.Only(0, 2, 3, 4, 5, 10, 39)];

    [SkippableTheory, MemberData(nameof(FewColumns))]
    public async Task Terminals_of_few_columns_only_wrap_lines(int columns)
    {
        Outcome outcome =
            await OnTerminalAsync($"segment '{_clip.Frames}' --masks '{_clip.Masks}' --out '{_clip.Out}' --size 48 --device cpu", columns: columns);
        Assert.Contains("peak memory", outcome.Output);
        foreach (string command in new[] { "--help", "plan --size 48x48", "kernels", $"inspect '{BundledFiles.Weights}'" })
            await OnTerminalAsync(command, columns: columns);
    }

    private static async Task<Outcome> OnTerminalAsync(string arguments, string variables = "", int columns = 120)
    {
        Skip.IfNot(ChildProcess.CanScript, "There is no program 'script' here, which makes terminals.");
        Outcome outcome = await ChildProcess.RunAsync(
            "script", "-qec", $"stty cols {columns}; TERM=xterm-256color {variables} {ChildProcess.ShellCommand} {arguments}", "/dev/null");
        Assert.True(outcome.Code == ExitCode.Done, $"{outcome.Code}: {outcome.Output}");
        return outcome;
    }
}
