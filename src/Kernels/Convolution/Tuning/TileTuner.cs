using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>
/// Chooses how convolutions on tensor cores are cut into groups: on a device whose driver compiles kernels by trying each way once and
/// remembering the fastest, elsewhere by a guess. The choice changes nothing of a result but the order in which sums are added.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="cache">The choices made earlier.</param>
/// <param name="measure">The seconds that a layer takes with a tile; null if nothing is measured.</param>
internal sealed class TileTuner(Device device, TileCache cache, Func<ConvolutionShape, bool, BlockTile, double>? measure)
{
    /// <summary>The tuner of a device.</summary>
    public static TileTuner For(Device device) => device is { RequiresCompilation: true, HasTensorCores: true }
        ? new TileTuner(device, TileCache.Of(device), new TileTimer(device).Seconds)
        : new TileTuner(device, new TileCache(null), null);

    /// <summary>The tile of a layer.</summary>
    /// <param name="shape">The layer's extents.</param>
    /// <param name="fp16">Whether the operands are fp16; else tf32.</param>
    /// <param name="mayMeasure">Whether the device may be used for it now.</param>
    public BlockTile Choose(ConvolutionShape shape, bool fp16, bool mayMeasure)
    {
        IReadOnlyList<BlockTile> candidates = BlockTile.Candidates(shape, fp16, device.Parallelism, device.SharedElements);
        if (cache.Find(shape, fp16) is { } known && candidates.Contains(known)) return known;
        BlockTile guess = BlockTile.Guess(shape, fp16, device.Parallelism, device.SharedElements);
        if (measure is null || !mayMeasure || candidates.Count == 1) return guess;
        try
        {
            BlockTile fastest = candidates.MinBy(tile => measure(shape, fp16, tile));
            cache.Add(shape, fp16, fastest);
            return fastest;
        }
        catch (DeviceMemoryException)
        {
            return guess; // no room to try it in
        }
    }
}
