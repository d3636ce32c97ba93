using System.Diagnostics;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>The memory of a run does not grow with the clip.</summary>
public sealed class FlatMemoryTests : IDisposable
{
    private const int Frames = 2200, Early = 500, Late = 1900; // the process must still be there when a busy machine comes to look
    private const long MostGrowth = 5_000_000;

    private readonly MadeUpClip _clip = new(Frames);

    public void Dispose() => _clip.Dispose();

    /// <summary>Sizes of generation 0. The first is that of a processor with a cache of 96 MB, where the runtime would let garbage grow to that size.</summary>
    public static TheoryData<string> YoungGenerations { get; } = [.. new[] { "0x6000000" }, .. LongTests.Only("0x40000")];

    [Theory, MemberData(nameof(YoungGenerations))]
    public async Task The_last_frames_need_no_more_than_early_ones(string youngGeneration)
    {
        using Process process = ChildProcess.StartLivos(
            ("DOTNET_GCgen0size", youngGeneration),
            "segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", "32", "--device", "cpu");
        Task<Outcome> end = ChildProcess.EndAsync(process);

        long early = await MemoryAtAsync(Early), late = await MemoryAtAsync(Late);

        Outcome outcome = await end;
        Assert.True(outcome.Code == ExitCode.Done, outcome.Error);
        Assert.True(late - early < MostGrowth, $"{early / 1e6:0.0} MB after {Early} frames, {late / 1e6:0.0} MB after {Late}");

        async Task<long> MemoryAtAsync(int frame)
        {
            while (!File.Exists(_clip.OutPath(frame)))
            {
                Assert.False(end.IsCompleted, "the run ended early");
                await Task.Delay(1);
            }
            process.Refresh();
            return process.WorkingSet64;
        }
    }
}
