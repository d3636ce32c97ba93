using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's copies of K-tiles into shared memory, for <see cref="TensorConvolution"/>: where the next ones come from.</summary>
/// <param name="Walk">The inputs' channels.</param>
/// <param name="Places">The inputs' positions.</param>
/// <param name="To">Where the first position's inputs go, of a stage, and the first weights, of the stage's weights.</param>
/// <param name="WeightAt">The first weight.</param>
/// <param name="SecondPanel">The distance of the weights of a wide tile's second panel; 0 where there is none, whose sums nobody stores.</param>
internal readonly record struct KTileCopies(KTileWalk Walk, InputPlaces Places, int To, int WeightAt, int SecondPanel)
{
    private const int Panel = WeightWords.Panel;
    private const int Lines = WeightWords.Lines, Apart = 8; // of 4 lines that an item copies, in shared memory; then comes the next block of 32
    private const int Exists = 1 << 8; // a bit beside those of the positions: there is such a K-tile, and so its weights

    /// <summary>The first K-tile.</summary>
    /// <param name="windows">See <see cref="KTileWalk.FindWindows"/>.</param>
    /// <param name="first">Its number.</param>
    /// <param name="channel">The tile's first output channel.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="items">Items of the group.</param>
    /// <param name="exists">Whether there is one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KTileCopies Begin<TOperands>(ArrayView<int> windows, int first, int channel, ConvolutionShape shape, int rows, int items, bool exists)
        where TOperands : struct, ITensorOperands
    {
        int row = FirstRow(), chunk = Group.IdxX % KTile.Chunks, length = TOperands.ChunkLength * KTile.Chunks;
        int count = KTile.Count(shape.Depth, length), panel = count * Panel * length;
        KTileWalk walk = KTileWalk.At(first * length + chunk * TOperands.ChunkLength, shape);
        InputPlaces places = InputPlaces.Find(walk, windows, rows, FirstRow(), Apart, items / 2, rows * KTile.Chunks / items, shape);
        int line = row / 32 * 32 + row % Apart * Lines, weightAt = channel / Panel * panel
            + (first * Panel + channel % Panel + line) * length + (chunk ^ row % KTile.Chunks) * TOperands.ChunkLength;
        return new KTileCopies(walk, places, Swizzle.Place(row, chunk), weightAt, channel + Panel < shape.OutChannels ? panel : 0).If(exists);
    }

    /// <summary>The first row, of positions and of lines of weights, that the item copies; with 7 others it copies the chunks of one. The others follow in
    /// such distances that their chunks have the same place in the order of <see cref="Swizzle"/>.</summary>
    private static int FirstRow() => Group.IdxX / 64 * Lines * Apart + Group.IdxX / KTile.Chunks % Apart;

    /// <summary>The input that is copied.</summary>
    public ArrayView<T> From<T>(ArrayView<T> a, ArrayView<T> b) where T : unmanaged => AsyncCopy.Either(a, b, Walk.InSecond);

    /// <summary>Begins to copy a K-tile as a batch: the inputs of the tile's positions, with zeros where there are none, and the weights of its
    /// channels; behind the last K-tile zeros only.</summary>
    /// <param name="from">The input: see <see cref="From"/>.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="memory">Shared memory.</param>
    /// <param name="to">The stage's first element.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="columns">Output channels of the tile.</param>
    /// <param name="items">Items of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy<TOperands, T>(
        ArrayView<T> from, ArrayView<T> weight, ArrayView<float> memory, int to, int rows, int columns, int items)
        where TOperands : struct, ITensorOperands
        where T : unmanaged
    {
        int inside = Places.Inside;
        ArrayView<float> stage = memory.SubView(To);
        ArrayView<T> pixels = from.SubView(Walk.Channel);
        for (int i = 0; i < rows * KTile.Chunks / items; i++)
            AsyncCopy.Begin(pixels, Places.At(i), stage, to + InputPlaces.Further(i, Apart, items / 2) * KTile.Pitch, (inside & 1 << i) != 0);

        for (int i = 0; i < columns * KTile.Chunks / items; i++)
        {
            int line = i % Lines, row = rows + i / Lines * Panel + line * Apart;
            ArrayView<T> panel = weight.SubView(i < Lines ? WeightAt : WeightAt + SecondPanel);
            AsyncCopy.Begin(panel, line * TOperands.ChunkLength * KTile.Chunks, stage, to + row * KTile.Pitch, (inside & Exists) != 0);
        }

        AsyncCopy.Commit();
    }

    /// <summary>The next K-tile, as long as its items' inputs are further channels of the same pixels.</summary>
    /// <param name="length">Products of a K-tile; 0 behind the last one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KTileCopies Next(int length) => this with { Walk = Walk with { Channel = Walk.Channel + length }, WeightAt = WeightAt + length * Panel };

    /// <summary>The same K-tile, where the walk has counted beyond the channels of its pixel.</summary>
    /// <param name="windows">See <see cref="KTileWalk.FindWindows"/>.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="items">Items of the group.</param>
    /// <param name="exists">Whether there is such a K-tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KTileCopies LeavePixel(ArrayView<int> windows, ConvolutionShape shape, int rows, int items, bool exists)
    {
        KTileWalk walk = Walk;
        InputPlaces places = Places;
        if (walk.Channel >= walk.Channels)
        {
            walk = walk.Next(shape);
            places = InputPlaces.Find(walk, windows, rows, FirstRow(), Apart, items / 2, rows * KTile.Chunks / items, shape);
        }

        return (this with { Walk = walk, Places = places }).If(exists);
    }

    /// <summary>These, or behind the last K-tile copies of nothing from places that are inside the buffers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private KTileCopies If(bool exists)
    {
        int inside = exists ? Places.Inside | Exists : 0, weightAt = exists ? WeightAt : 0;
        return this with { Places = Places with { Inside = inside }, WeightAt = weightAt };
    }
}
