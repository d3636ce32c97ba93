using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>
/// Chooses how convolutions on tensor cores are cut into groups: on a device whose driver compiles kernels by trying each way once and remembering the
/// fastest, elsewhere by a guess. The choice changes nothing of a result but the order in which sums are added.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="memory">What is known already.</param>
/// <param name="measure">The seconds that a layer takes with a tile; null where nothing is tried.</param>
internal sealed class TileTuner(Device device, TileCache memory, Func<ConvolutionShape, bool, TensorTile, double>? measure)
{
    /// <summary>The tuner of a device.</summary>
    public static TileTuner For(Device device) => device is { RequiresCompilation: true, HasTensorCores: true }
        ? new TileTuner(device, TileCache.Of(device), new TileTimer(device).Seconds)
        : new TileTuner(device, new TileCache(null), null);

    /// <summary>The tile of a layer.</summary>
    /// <param name="shape">The layer's extents.</param>
    /// <param name="halves">Whether the factors are halves; else tf32.</param>
    /// <param name="mayMeasure">Whether the device may be used for it now.</param>
    public TensorTile Choose(ConvolutionShape shape, bool halves, bool mayMeasure)
    {
        IReadOnlyList<TensorTile> candidates = TensorTile.Candidates(shape, halves, device.Parallelism, device.SharedElements);
        if (memory.Find(shape, halves) is { } known && candidates.Contains(known)) return known;
        TensorTile guess = TensorTile.Guess(shape, halves, device.Parallelism, device.SharedElements);
        if (measure is null || !mayMeasure || candidates.Count == 1) return guess;
        try
        {
            TensorTile fastest = candidates.MinBy(tile => measure(shape, halves, tile));
            memory.Add(shape, halves, fastest);
            return fastest;
        }
        catch (DeviceMemoryException)
        {
            return guess; // no room to try it in
        }
    }
}
