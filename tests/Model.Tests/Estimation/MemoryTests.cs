using LiVOS.Model.Clicks;
using LiVOS.Model.Estimation;
using LiVOS.Model.Session;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Testing.Devices;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Tests;

/// <summary>Runs when no other test does: it looks at the whole process.</summary>
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    /// <summary>The liveness counts of DESIGN.md for the base network and one object, in MB of float32: what a perfect packing needs.</summary>
    [Theory]
    [InlineData(480, 864, 58)]
    [InlineData(1024, 1820, 262)]
    [InlineData(2048, 3641, 1047)]
    public void The_arena_is_near_what_lives_at_its_peak(int height, int width, double liveMegabytes)
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Network.Load(new SyntheticWeights(Architecture.Base, 1), device);
        MemoryEstimate plan = MemoryEstimate.For(network, new FrameGeometry(height, width), objects: 1);

        Assert.InRange(plan.ArenaBytes / 1e6, 0, 1.3 * liveMegabytes);
        Assert.InRange(plan.ArenaBytes, plan.LiveBytes, 1.3 * plan.LiveBytes);
    }

    /// <summary>What the base network needs at least (docs/memory.md), on the CPU and with the kernels of GPUs.</summary>
    [Theory]
    [InlineData(Schedule.Cpu, Precision.Float32, 480, 864, 1, 0.194e9)]
    [InlineData(Schedule.Cpu, Precision.Float32, 1024, 1820, 1, 0.32e9)]
    [InlineData(Schedule.Cpu, Precision.Float32, 4096, 7280, 1, 2.35e9)]
    [InlineData(Schedule.Gpu, Precision.Float32, 480, 864, 1, 0.187e9)]
    [InlineData(Schedule.Gpu, Precision.Float32, 1024, 1820, 1, 0.305e9)]
    [InlineData(Schedule.Gpu, Precision.Float32, 4096, 7280, 1, 2.45e9)]
    [InlineData(Schedule.Gpu, Precision.Float32, 4096, 7280, 5, 4.5e9)]
    [InlineData(Schedule.Gpu, Precision.Float16, 480, 864, 1, 0.101e9)]
    [InlineData(Schedule.Gpu, Precision.Float16, 1024, 1820, 1, 0.18e9)]
    [InlineData(Schedule.Gpu, Precision.Float16, 4096, 7280, 1, 1.6e9)]
    [InlineData(Schedule.Gpu, Precision.Float16, 4096, 7280, 5, 3.6e9)]
    public void Bands_of_rows_fit_a_large_frame_in_little_memory(
        Schedule schedule, Precision precision, int height, int width, int objects, double budget)
    {
        using Device device = schedule == Schedule.Cpu ? new CpuDevice(threads: 2) : new PtxDevice(4);
        using Network network = Network.Outline(new SyntheticWeights(Architecture.Base, 1), device, precision);
        // As it suits each: a GPU has two frames in flight.
        var (geometry, path) = (new FrameGeometry(height, width), new FramePath(ResizesOnHost: false, InFlight: schedule == Schedule.Cpu ? 1 : 2));

        MemoryEstimate whole = MemoryEstimate.For(network, geometry, objects, path);
        MemoryEstimate banded = MemoryEstimate.Within((long)budget, network, geometry, objects, path);

        Assert.Equal(schedule, device.Schedule);
        Assert.InRange(banded.TotalBytes, 0, budget);
        Assert.True(whole.TotalBytes > budget && banded.Bands > 1);
        Assert.InRange((double)banded.Operations / whole.Operations, 1.001, 2);
        Assert.Equal(1, MemoryEstimate.Within(whole.TotalBytes, network, geometry, objects, path).Bands);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_session_needs_what_its_plan_said(int bands)
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, device);
        var geometry = new FrameGeometry(96, 128);
        MemoryEstimate plan = MemoryEstimate.For(network, geometry, objects: 2, new FramePath(ResizesOnHost: true, InFlight: 1), bands: bands);
        using var segmenter = new Segmenter(network, geometry, bands: bands);
        var (frame, mask, ids) = (new float[96 * 128 * 3], new int[96 * 128], new int[96 * 128]);
        (mask[10], mask[2000]) = (1, 2);

        segmenter.Step(frame, mask, ids);
        segmenter.Step(frame, ids);

        Assert.Equal(plan.StateBytes + plan.BufferBytes + plan.ArenaBytes, segmenter.Bytes);
    }

    [Fact]
    public void A_click_session_needs_what_was_said()
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Network.Load(new SyntheticWeights(Architecture.ResNet18 with { Click = ClickShape.Usual }, 1), device);
        var geometry = new FrameGeometry(90, 120, 180, 240);
        (long onDevice, long forPrompts) = ClickSession.BytesOf(network, geometry, prompts: 10);
        using var session = new ClickSession(network, geometry);
        session.SetFrame(new byte[180 * 240 * 3]);
        session.Click(40, 30);

        Assert.Equal(onDevice, session.Bytes);
        Assert.Equal(24 * 32 * sizeof(float) * (4 + 10), forPrompts);
    }

    [Fact]
    public void A_thousand_frames_allocate_nothing_and_need_no_more_memory_than_ten()
    {
        using Device device = Devices.Open(Devices.Default);
        using Network network = Network.Load(Repository.Find("models/livos-nano.safetensors")!, device);
        using var segmenter = new Segmenter(network, new FrameGeometry(32, 48));
        var (frame, mask, ids) = (new float[32 * 48 * 3], new int[32 * 48], new int[32 * 48]);
        Array.Fill(mask, 1, 300, 500);
        segmenter.Step(frame, mask, ids);
        for (int t = 0; t < 10; t++) segmenter.Step(frame, ids);

        long bytes = segmenter.Bytes, resident = ResidentBytes(), allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 1000; t++) segmenter.Step(frame, ids);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.Equal(bytes, segmenter.Bytes);
        // A frame's buffers that leaked would come to far more than this.
        Assert.InRange(ResidentBytes() - resident, long.MinValue, 64_000_000);
    }

    [CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
    public class Alone;

    private static long ResidentBytes()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }
}
