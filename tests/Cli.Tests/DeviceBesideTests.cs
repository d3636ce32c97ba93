using LiVOS.Cli.Clips;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Memory;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Video;

namespace LiVOS.Cli.Tests;

/// <summary>A clip on a device that works beside the processor: each frame is submitted before the mask of the one before is read.</summary>
public sealed class DeviceBesideTests : IDisposable
{
    private const int Frames = 5;

    private readonly MadeUpClip _clip = new(Frames);

    public void Dispose() => _clip.Dispose();

    [Theory]
    [InlineData(MadeUpClip.Height)]
    [InlineData(32)]
    public async Task Its_masks_are_those_of_the_processor(int size)
    {
        (await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", _clip.Out, "--size", $"{size}", "--device", "cpu")).Succeeded();
        int[][] expected = [.. Enumerable.Range(0, Frames).Select(frame => Png.ReadMask(_clip.OutPath(frame)).Ids)];

        List<(string Name, int[] Ids)> taken = [];
        await SegmentAsync(size, CancellationToken.None, taken);

        Assert.Equal(expected, taken.Select(result => result.Ids));
    }

    [Fact]
    public async Task What_was_submitted_when_it_is_stopped_is_written()
    {
        using var stop = new CancellationTokenSource();
        List<(string Name, int[] Ids)> taken = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SegmentAsync(MadeUpClip.Height, stop.Token, taken, count =>
        {
            if (count == 2) stop.Cancel();
        }));

        Assert.InRange(taken.Count, 2, Frames);
        Assert.Equal(Enumerable.Range(0, taken.Count).Select(frame => $"{frame:00000}"), taken.Select(result => result.Name));
    }

    [Fact]
    public void Memory_that_others_have_taken_is_missed_before_the_run()
    {
        using var device = new DeviceBeside { Taken = DeviceBeside.Memory - 1_000_000 };
        using Network network = Network.Load(BundledFiles.Weights, device);

        var error = Assert.Throws<InputException>(
            () => MemoryNeed.Fit(network, new FrameGeometry(480, 864), objects: 2, hostBytes: 0, available: long.MaxValue));

        Assert.All(["needs", "2 objects at 864x480", "of the 1.07 GB of beside is free", "more memory"], part => Assert.Contains(part, error.Message));
    }

    private async Task SegmentAsync(int size, CancellationToken cancellation, List<(string Name, int[] Ids)> taken, Action<int>? onMask = null)
    {
        FrameFolder frames = FrameFolder.Open(_clip.Frames);
        using var device = new DeviceBeside();
        using Network network = Network.Load(BundledFiles.Weights, device);
        Assert.Equal(new FramePath(ResizesOnHost: false, InFlight: 2), FramePath.Of(device, VideoSegmenter.GeometryOf(frames, size)));
        var prompts = new Prompts(MaskSource.Open(_clip.Masks, frames));
        var options = new SegmentationOptions { Size = size };
        await foreach (SegmentedFrame frame in VideoSegmenter.SegmentAsync(network, VideoClip.Of(frames), prompts, options, cancellation))
        {
            int[] ids = new int[frames.Width * frames.Height];
            frame.CopyIds(ids);
            taken.Add((frame.Name, ids));
            onMask?.Invoke(taken.Count);
        }
    }

    /// <summary>The processor, which says that it has memory of its own.</summary>
    private sealed class DeviceBeside : Device
    {
        private readonly CpuDevice _processor = new(threads: 2);

        public override string Name => "beside";

        public override string Description => _processor.Description;

        public override int VectorWidth => _processor.VectorWidth;

        public override int Parallelism => _processor.Parallelism;

        public override Schedule Schedule => _processor.Schedule;

        public override int SharedElements => _processor.SharedElements;

        public const long Memory = 1L << 30;

        /// <summary>What others have taken of it.</summary>
        public long Taken { get; init; }

        public override long? DedicatedMemory => Memory;

        public override long? AvailableMemory => Memory - Taken;

        public override DeviceBuffer Allocate(long bytes) => _processor.Allocate(bytes);

        public override long ScratchBytes(Plan plan) => _processor.ScratchBytes(plan);

        public override void Run(Plan plan, double[]? seconds = null) => _processor.Run(plan, seconds);

        public override void Dispose() => _processor.Dispose();
    }
}
