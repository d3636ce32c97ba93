using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>How the work of a convolution on tensor cores is cut into groups.</summary>
/// <param name="Rows">Positions that a group computes.</param>
/// <param name="Channels">Output channels that a group computes.</param>
/// <param name="Parts">Parts into which each sum is split, for groups of their own (split-K); 1 where it is not.</param>
public readonly record struct TensorTile(int Rows, int Channels, int Parts = 1)
{
    private const int Stages = TensorConvolution.Stages;
    private const int LeastSlabs = 4; // of a part: fewer cost more to begin and to add than to compute
    private const int MostParts = 16;

    /// <summary>The shapes that there are kernels for, largest first.</summary>
    public static IReadOnlyList<TensorTile> Shapes { get; } = [Large, Medium, Small];

    /// <summary>128 x 64: four warps, each of 64 x 32.</summary>
    public static TensorTile Large => new(128, 64);

    /// <summary>64 x 64: four warps, each of 32 x 32.</summary>
    public static TensorTile Medium => new(64, 64);

    /// <summary>64 x 32: two warps, each of 32 x 32.</summary>
    public static TensorTile Small => new(64, 32);

    /// <summary>Items of a group.</summary>
    public int Items => this with { Parts = 1 } == Small ? 64 : 128;

    /// <summary>Elements of dynamic shared memory that a group has.</summary>
    /// <param name="halves">Whether the factors are halves; else tf32.</param>
    public int DynamicShared(bool halves) => Stages * TensorSlab.Products * (Rows + (halves ? Channels / 2 : Channels));

    /// <summary>All elements of shared memory that a group has.</summary>
    /// <param name="halves">Whether the factors are halves; else tf32.</param>
    public int SharedElements(bool halves) => DynamicShared(halves) + 3 * Rows;

    /// <summary>The groups of a convolution.</summary>
    public long Groups(ConvolutionShape shape) => (long)RowTiles(shape) * ChannelTiles(shape) * Parts;

    /// <summary>Slabs of products in each part of a sum; the last part may have fewer.</summary>
    public int SlabsOfPart(ConvolutionShape shape) => (TensorSlab.Count(shape.Depth) + Parts - 1) / Parts;

    /// <summary>The launch: neighbouring groups have the same positions, so that their inputs are still in a cache. Parts go along Y.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="halves">Whether the factors are halves; else tf32.</param>
    public LaunchShape LaunchGrid(ConvolutionShape shape, bool halves) =>
        new(new(RowTiles(shape) * ChannelTiles(shape), Parts), new(Items), DynamicShared(halves));

    /// <summary>The most likely of <see cref="Candidates"/>: the largest tile that gives every multiprocessor two groups, or the smallest, in as many
    /// parts as it takes.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="halves">Whether the factors are halves; else tf32.</param>
    /// <param name="parallelism">Groups that the device works on at a time.</param>
    /// <param name="shared">Elements of shared memory that a group can have.</param>
    public static TensorTile Guess(ConvolutionShape shape, bool halves, int parallelism, int shared)
    {
        IReadOnlyList<TensorTile> candidates = Candidates(shape, halves, parallelism, shared);
        foreach (TensorTile tile in candidates)
            if (tile.Groups(shape) >= 2L * parallelism) return tile;
        return candidates[^1];
    }

    /// <summary>What may be the fastest: every shape that fits a group's memory and is not half empty, whole; and the smallest also in parts, as
    /// long as the device is not full. In the order of their groups' size.</summary>
    /// <inheritdoc cref="Guess"/>
    /// <exception cref="Runtime.DeviceMemoryException">Not even the smallest fits.</exception>
    public static IReadOnlyList<TensorTile> Candidates(ConvolutionShape shape, bool halves, int parallelism, int shared)
    {
        if (Small.SharedElements(halves) > shared)
        {
            throw new Runtime.DeviceMemoryException(
                $"Tensor cores need {Small.SharedElements(halves)} elements of memory for each group and the device has {shared}; "
                + "take the precision of 32 bits.");
        }

        bool Suits(TensorTile tile) => tile.SharedElements(halves) <= shared && tile.Channels < 2 * shape.OutChannels;
        List<TensorTile> candidates = [.. Shapes.Where(tile => tile == Small || Suits(tile))];
        TensorTile last = Small;
        while (last.Groups(shape) < 2L * parallelism && last.Parts < MostParts && TensorSlab.Count(shape.Depth) >= 2 * last.Parts * LeastSlabs)
        {
            last = last with { Parts = 2 * last.Parts };
            candidates.Add(last);
        }

        return candidates;
    }

    private int RowTiles(ConvolutionShape shape) => (shape.OutRows + Rows - 1) / Rows;

    private int ChannelTiles(ConvolutionShape shape) => (shape.OutChannels + Channels - 1) / Channels;
}
