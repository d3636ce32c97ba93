using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Chooses how the work of a convolution is divided into groups: large enough to reuse each weight often, small enough for the
/// caches and for a group's memory, and enough of them for every thread.</summary>
internal static class ConvolutionHeuristics
{
    private const int Im2colFloats = 64 * 1024; // a quarter of a 1 MB L2 cache
    private const int LargestBlock = 64;
    private const int NearWeights = 64 * 1024; // floats: a quarter of a 1 MB L2 cache

    private const int StreamedFloats = 512 * 1024; // 2 MB: beyond the near caches of two processors

    private const int TileFloats = 320 * 1024; // transformed inputs and sums
    private const int ManyTileFloats = 1300 * 1024; // the same where the filters are beyond a near cache: each must serve many tiles
    private const int NearFilters = 1024 * 1024; // floats of transformed filters
    private const int SmallestBlockTiles = 16; // below it the weights cost more than the products
    private const int Chunk = 128;
    private const int SliceStep = 64;
    private const int FilterFloats = 4 * 1024 * 1024; // transformed filters that a share of the last cache can hold between the two launches

    /// <summary>The positions that one group of <see cref="Im2colConvolution"/> computes: a multiple of 8.</summary>
    /// <param name="rows">Positions of the output, of all objects.</param>
    /// <param name="depth">Products in each sum.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="parallelism">Groups that the device works on at a time.</param>
    /// <param name="scratch">Floats of scratch memory that a group can have.</param>
    /// <exception cref="DeviceMemoryException">Not even a block of 8 positions fits it.</exception>
    public static int BlockRows(int rows, int depth, int outChannels, int width, int parallelism, int scratch)
    {
        int block = Math.Clamp(Im2colFloats / depth / RegisterTile.Rows * RegisterTile.Rows, RegisterTile.Rows, LargestBlock);
        while (block > RegisterTile.Rows && (rows < 2 * parallelism * block || Im2colConvolution.Scratch(width, depth, outChannels, block) > scratch))
            block -= RegisterTile.Rows;
        int needed = Im2colConvolution.Scratch(width, depth, outChannels, block);
        if (needed > scratch)
        {
            throw new DeviceMemoryException(
                $"The CPU schedule needs {needed} floats of memory for each group and the device has {scratch}; take the GPU schedule.");
        }
        return block;
    }

    /// <summary>Whether a group of <see cref="Im2colConvolution"/> goes through its positions first (its rowsFirst).</summary>
    /// <param name="depth">Products in each sum.</param>
    /// <param name="outChannels">Channels of the output.</param>
    public static bool RowsFirst(int depth, int outChannels) => (long)depth * outChannels <= NearWeights;

    /// <summary>Whether a result of so many floats goes past the caches (<see cref="Result"/>).</summary>
    public static bool Streams(long floats) => floats > StreamedFloats;

    /// <summary>The launches of <see cref="Winograd"/>: each computes a part of the output's channels, the last one maybe fewer.</summary>
    /// <param name="objects">The number of objects.</param>
    /// <param name="height">Rows of the inputs and the output.</param>
    /// <param name="width">Positions in a row.</param>
    /// <param name="channelsA">Channels of the first input.</param>
    /// <param name="channelsB">Channels of the second input; 0 if there is none.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="reluInput">Whether the inputs pass through a ReLU first.</param>
    /// <param name="lanes">Lanes of a vector.</param>
    /// <param name="device">The device.</param>
    public static WinogradShape ForWinograd(
        int objects, int height, int width, int channelsA, int channelsB, int outChannels, bool reluInput, int lanes, Device device)
    {
        int inChannels = channelsA + channelsB;
        int tiles = objects * Integers.DivideUp(height, Winograd.Outputs) * Integers.DivideUp(width, Winograd.Outputs);
        return new WinogradShape(
            height, width, channelsA, channelsB, outChannels, FirstChannel: 0, SliceChannels(inChannels, outChannels), tiles,
            BlockTiles(tiles, inChannels, outChannels, lanes, device.Parallelism, device.SharedElements), ChunkChannels(outChannels), reluInput,
            Streams((long)objects * height * width * outChannels));
    }

    /// <summary>The tiles that one group of <see cref="Winograd"/> computes: a multiple of 8.</summary>
    /// <param name="tiles">Tiles of the output, of all objects.</param>
    /// <param name="inChannels">Channels of all inputs.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="parallelism">Groups that the device works on at a time.</param>
    /// <param name="scratch">Floats of scratch memory that a group can have: enough for <see cref="LargestBlockTiles"/> not to be 0.</param>
    public static int BlockTiles(int tiles, int inChannels, int outChannels, int width, int parallelism, int scratch)
    {
        int tileFloats = (long)Winograd.Points * inChannels * outChannels > NearFilters ? ManyTileFloats : TileFloats;
        int block = tileFloats / (Winograd.Points * (inChannels + ChunkChannels(outChannels)));
        block = Math.Max(block / RegisterTile.Rows * RegisterTile.Rows, SmallestBlockTiles);
        block = Math.Min(block, LargestBlockTiles(inChannels, outChannels, width, scratch));
        int share = Integers.DivideUp(tiles, parallelism);
        return Math.Min(block, Integers.DivideUp(share, RegisterTile.Rows) * RegisterTile.Rows);
    }

    /// <summary>The most tiles whose numbers a group of <see cref="Winograd"/> can hold: a multiple of 8, or 0.</summary>
    /// <param name="inChannels">Channels of all inputs.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="scratch">Floats of scratch memory that a group can have.</param>
    public static int LargestBlockTiles(int inChannels, int outChannels, int width, int scratch)
    {
        int chunk = ChunkChannels(outChannels), work = Math.Max(inChannels, chunk) + 3 * width;
        return Math.Max(scratch / Winograd.Points - work, 0) / (inChannels + chunk) / RegisterTile.Rows * RegisterTile.Rows;
    }

    /// <summary>The output channels that one group of <see cref="Winograd"/> computes at a time.</summary>
    public static int ChunkChannels(int outChannels) => Math.Min(outChannels, Chunk);

    /// <summary>The output channels whose filters <see cref="Winograd"/> transforms at a time: a multiple of 64, or all.</summary>
    /// <param name="inChannels">Channels of all inputs.</param>
    /// <param name="outChannels">Channels of the output.</param>
    public static int SliceChannels(int inChannels, int outChannels)
    {
        int part = FilterFloats / (Winograd.Points * inChannels) / SliceStep * SliceStep;
        return Math.Min(Math.Max(part, SliceStep), outChannels);
    }

    /// <summary>The positions and output channels that one group of <see cref="TiledConvolution"/> computes: large tiles where there are enough of
    /// them, and the output's channels fill them.</summary>
    /// <param name="rows">Positions of the output, of all objects.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="parallelism">Groups that the device works on at a time.</param>
    public static int TileSize(int rows, int outChannels, int parallelism)
    {
        const int large = TiledConvolution.LargeTile;
        long tiles = (long)Integers.DivideUp(rows, large) * Integers.DivideUp(outChannels, large);
        return outChannels > TiledConvolution.SmallTile && tiles >= 2 * parallelism ? large : TiledConvolution.SmallTile;
    }
}
