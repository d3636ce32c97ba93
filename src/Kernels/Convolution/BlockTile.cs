namespace LiVOS.Kernels;

/// <summary>How the work of a convolution on tensor cores is cut into groups.</summary>
/// <param name="Rows">Positions that a group computes.</param>
/// <param name="Channels">Output channels that a group computes.</param>
/// <param name="Splits">Groups that share each sum (split-K); 1 where it is not split.</param>
public readonly record struct BlockTile(int Rows, int Channels, int Splits = 1)
{
    private const int Stages = TensorConvolution.Stages;
    private const int MinKTiles = 4; // of a split: fewer cost more to begin and to add than to compute
    private const int MaxSplits = 16;

    /// <summary>The shapes that there are kernels for, largest first.</summary>
    public static IReadOnlyList<BlockTile> Shapes { get; } = [Wide, Large, Medium, Small];

    /// <summary>128 x 128: four warps, each of 64 x 64.</summary>
    public static BlockTile Wide => new(128, 128);

    /// <summary>128 x 64: four warps, each of 32 x 64.</summary>
    public static BlockTile Large => new(128, 64);

    /// <summary>64 x 64: four warps, each of 32 x 32.</summary>
    public static BlockTile Medium => new(64, 64);

    /// <summary>64 x 32: two warps, each of 32 x 32.</summary>
    public static BlockTile Small => new(64, 32);

    /// <summary>Items of a group.</summary>
    public int Items => this with { Splits = 1 } == Small ? 64 : 128;

    /// <summary>Elements of dynamic shared memory that a group has.</summary>
    public int DynamicShared => Stages * KTile.Pitch * (Rows + Channels);

    /// <summary>All elements of shared memory that a group has.</summary>
    public int SharedElements => DynamicShared + 2 * Rows;

    /// <summary>The groups of a convolution.</summary>
    public long Groups(ConvolutionShape shape) => (long)RowTiles(shape) * ChannelTiles(shape) * Splits;

    /// <summary>K-tiles of each split; the last split may have fewer.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="fp16">Whether the operands are fp16; else tf32.</param>
    public int KTilesPerSplit(ConvolutionShape shape, bool fp16) => Integers.DivideUp(KTile.Count(shape.Depth, KTile.Length(fp16)), Splits);

    /// <summary>The launch: neighbouring groups have the same positions, so that their inputs are still in a cache. Splits go along Y.</summary>
    public LaunchShape LaunchGrid(ConvolutionShape shape) =>
        new(new(RowTiles(shape) * ChannelTiles(shape), Splits), new(Items), DynamicShared);

    /// <summary>The most likely of <see cref="Candidates"/>: the largest tile that gives every multiprocessor two groups, or the smallest, in as many
    /// splits as it takes.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="fp16">Whether the operands are fp16; else tf32.</param>
    /// <param name="parallelism">Groups that the device works on at a time.</param>
    /// <param name="shared">Elements of shared memory that a group can have.</param>
    public static BlockTile Guess(ConvolutionShape shape, bool fp16, int parallelism, int shared)
    {
        IReadOnlyList<BlockTile> candidates = Candidates(shape, fp16, parallelism, shared);
        foreach (BlockTile tile in candidates)
            if (tile.Groups(shape) >= 2L * parallelism) return tile;
        return candidates[^1];
    }

    /// <summary>The candidates for the fastest tile, largest groups first: every tile that fits a group's memory and is at least half
    /// full, and the smallest also with split K, as long as the device is not full.</summary>
    /// <inheritdoc cref="Guess"/>
    /// <exception cref="Runtime.DeviceMemoryException">Not even the smallest fits.</exception>
    public static IReadOnlyList<BlockTile> Candidates(ConvolutionShape shape, bool fp16, int parallelism, int shared)
    {
        if (Small.SharedElements > shared)
        {
            throw new Runtime.DeviceMemoryException(
                $"Tensor cores need {Small.SharedElements} elements of memory for each group and the device has {shared}; "
                + "take the precision of 32 bits.");
        }

        bool Suits(BlockTile tile) => tile.SharedElements <= shared && tile.Channels < 2 * shape.OutChannels;
        List<BlockTile> candidates = [.. Shapes.Where(tile => tile == Small || Suits(tile))];
        BlockTile last = Small;
        int kTiles = KTile.Count(shape.Depth, KTile.Length(fp16));
        while (last.Groups(shape) < 2L * parallelism && last.Splits < MaxSplits && kTiles >= 2 * last.Splits * MinKTiles)
        {
            last = last with { Splits = 2 * last.Splits };
            candidates.Add(last);
        }

        return candidates;
    }

    private int RowTiles(ConvolutionShape shape) => Integers.DivideUp(shape.OutRows, Rows);

    private int ChannelTiles(ConvolutionShape shape) => Integers.DivideUp(shape.OutChannels, Channels);
}
