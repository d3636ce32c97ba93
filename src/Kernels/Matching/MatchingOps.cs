using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>Which kernels compute linear matching on a device, and how they are launched.</summary>
public static class MatchingOps
{
    private const int Size = TiledMatching.Size;

    /// <summary>The launch of <see cref="LinearMatching.WeightedSums"/> with vectors of <paramref name="width"/> lanes.</summary>
    public static LaunchShape WeightedSumsGrid(int width, int objects, WeightedSumsShape shape) => LaunchShape.Tiles(
        (shape.Values + 2 * width - 1) / (2 * width), (shape.Keys + Tile.Rows - 1) / Tile.Rows, objects, LinearMatching.WeightedSumsScratch(width));

    /// <summary>The launch of <see cref="TiledMatching.ReadoutTiles"/>.</summary>
    public static LaunchShape ReadoutGrid(int objects, int positions, int values) =>
        new(new((positions + Size - 1) / Size, (values + Size - 1) / Size, objects), new(TiledMatching.Side, TiledMatching.Side));

    /// <summary>The launch of <see cref="TiledMatching.PartialSums"/>.</summary>
    public static LaunchShape PartialSumsGrid(int objects, WeightedSumsShape shape) => new(
        new((shape.Keys + Size - 1) / Size, (shape.Values + Size - 1) / Size, objects * TiledMatching.Splits(shape.Positions)),
        new(TiledMatching.Side, TiledMatching.Side));

    /// <summary>The launch of <see cref="GroupSums.GroupMatchingNorm"/>.</summary>
    public static LaunchShape NormGrid(int introductions) => new(new(introductions), new(GroupSums.Items));
}
