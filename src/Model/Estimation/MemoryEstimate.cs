using LiVOS.Model.Bands;
using LiVOS.Model.Frames;
using LiVOS.Model.Layers;
using LiVOS.Model.Session;
using LiVOS.Runtime;

namespace LiVOS.Model.Estimation;

/// <summary>The memory that a session needs on the device, known before it runs.</summary>
public sealed class MemoryEstimate
{
    private static readonly int[] s_bands = [2, 3, 4, 6, 8, 12, 16, 24, 32]; // that are tried

    private MemoryEstimate(Network network, SessionState state, DeviceMemory buffers, Plan plan)
    {
        WeightBytes = network.WeightBytes;
        StateBytes = state.Bytes;
        BufferBytes = buffers.Bytes;
        ArenaBytes = plan.Arena.Bytes;
        LiveBytes = plan.Arena.PeakLiveBytes;
        ScratchBytes = network.Device.ScratchBytes(plan);
        LargestAtPeak = plan.Arena.LargestAtPeak;
        foreach (Launch launch in plan.Launches) Operations += launch.FloatingOperations;
    }

    /// <summary>The bands of rows in which the layers of high resolution run; 1 where they run over whole frames.</summary>
    public int Bands { get; private init; }

    /// <summary>The floating-point operations of a frame without a mask; bands need more.</summary>
    public long Operations { get; }

    /// <summary>The weights, as the kernels want them.</summary>
    public long WeightBytes { get; }

    /// <summary>The memory of the video and the last frame's probabilities.</summary>
    public long StateBytes { get; }

    /// <summary>At most so much of an earlier, smaller memory of the video is still held while a later mask adds objects.</summary>
    public long GrowthBytes { get; private init; }

    /// <summary>Frames, masks, labels, and tables.</summary>
    public long BufferBytes { get; }

    /// <summary>The arena that holds the activations.</summary>
    public long ArenaBytes { get; }

    /// <summary>The live part of the arena at its peak: a perfect packing would need no more.</summary>
    public long LiveBytes { get; }

    /// <summary>The scratch memory of the device's threads.</summary>
    public long ScratchBytes { get; }

    /// <summary>All of it.</summary>
    public long TotalBytes => WeightBytes + StateBytes + GrowthBytes + BufferBytes + ArenaBytes + ScratchBytes;

    /// <summary>The activations that live at the arena's peak, largest first.</summary>
    public IReadOnlyList<Tensor> LargestAtPeak { get; }

    /// <summary>Plans a session without running it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="path">How frames get to the device; by default as suits it best.</param>
    /// <param name="introductions">How many masks bring new objects.</param>
    /// <param name="bands">The bands of rows in which the layers of high resolution run.</param>
    public static MemoryEstimate For(
        Network network, FrameGeometry geometry, int objects, FramePath? path = null, int introductions = 1, int bands = 1)
    {
        (bool resizesOnHost, int inFlight) = path ?? FramePath.Of(network.Device, geometry);
        using var buffers = new DeviceMemory { CountsOnly = true };
        using var state = new SessionState(network, geometry, objects, introductions, countsOnly: true);
        var input = new FrameInput(network.Device, buffers, geometry);
        FrameConversion? conversion = resizesOnHost ? null : new FrameConversion(network.Device, buffers, geometry);
        FrameSlot[] slots = [.. Enumerable.Range(0, inFlight).Select(_ => new FrameSlot(network.Device, buffers, geometry))];
        foreach (FrameSlot slot in slots) slot.Begin(hasObjects: true, resizesOnHost ? FrameSource.Floats : FrameSource.Bytes, buffer: null);
        var positions = new Positions(network.Device, buffers, geometry.CoarseHeight, geometry.CoarseWidth, network.Architecture.Dimension);
        Plan plan = new FramePlanner(network, geometry, input, state, positions, new RowBands(bands))
            .Record(slots[0], slots[0].Pixels, conversion, segmented: objects, hasMask: false);
        return new MemoryEstimate(network, state, buffers, plan) { GrowthBytes = introductions > 1 ? state.Bytes : 0, Bands = bands };
    }

    /// <summary>Plans a session in as few bands as fit a budget; in the number that takes least memory where none fits.</summary>
    /// <param name="budget">The bytes that <see cref="TotalBytes"/> may have.</param>
    /// <param name="network">The network.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="path">How frames get to the device; by default as suits it best.</param>
    /// <param name="introductions">How many masks bring new objects.</param>
    public static MemoryEstimate Within(
        long budget, Network network, FrameGeometry geometry, int objects, FramePath? path = null, int introductions = 1)
    {
        MemoryEstimate least = For(network, geometry, objects, path, introductions);
        foreach (int bands in s_bands)
        {
            if (least.TotalBytes <= budget || (bands - 1) * RowBand.Step > geometry.PaddedHeight / 8) break;
            MemoryEstimate next = For(network, geometry, objects, path, introductions, bands);
            if (next.TotalBytes < least.TotalBytes) least = next;
        }

        return least;
    }
}
