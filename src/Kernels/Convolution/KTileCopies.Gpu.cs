using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's copies of K-tiles into shared memory, for <see cref="TensorConvolution"/>: where the next ones come from.</summary>
/// <param name="Walk">The inputs' channels.</param>
/// <param name="Places">The inputs' positions.</param>
/// <param name="InputTo">Where the first position's inputs go, of a stage.</param>
/// <param name="WeightAt">The first weight.</param>
/// <param name="WeightTo">Where it goes, of the stage's weights.</param>
/// <param name="SecondPanel">The distance of the weights of a wide tile's second panel; 0 where there is none, whose sums nobody stores.</param>
/// <param name="Left">K-tiles that are still to be copied.</param>
internal readonly record struct KTileCopies(
    KTileWalk Walk, InputPlaces Places, int InputTo, int WeightAt, int WeightTo, int SecondPanel, int Left)
{
    private const int Panel = 64; // output channels whose weights lie together: TensorPanels.Width

    /// <summary>The first K-tile.</summary>
    /// <param name="windows">See <see cref="KTileWalk.FindWindows"/>.</param>
    /// <param name="first">Its number.</param>
    /// <param name="left">The number of K-tiles.</param>
    /// <param name="channel">The tile's first output channel.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="items">Items of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KTileCopies Begin<TOperands>(ArrayView<int> windows, int first, int left, int channel, ConvolutionShape shape, int rows, int items)
        where TOperands : struct, ITensorOperands
    {
        int item = Group.IdxX, pitch = TOperands.Chunks * Swizzle.Chunk, count = KTile.Count(shape.Depth), panel = count * Panel * pitch;
        KTileWalk walk = KTileWalk.At(first * KTile.Length + item % Swizzle.InputChunks * Swizzle.Chunk, shape);
        InputPlaces places = InputPlaces.Find(walk, windows, rows, item / Swizzle.InputChunks, items / Swizzle.InputChunks, shape);
        int weightAt = channel / Panel * panel + (Math.Min(first, count - 1) * Panel + channel % Panel + item / TOperands.Chunks) * pitch;
        return new KTileCopies(
            walk, places, Swizzle.Place(item / Swizzle.InputChunks, item % Swizzle.InputChunks, Swizzle.InputChunks),
            weightAt + item % TOperands.Chunks * Swizzle.Chunk, Swizzle.Place(item / TOperands.Chunks, item % TOperands.Chunks, TOperands.Chunks),
            channel + Panel < shape.OutChannels ? panel : 0, left);
    }

    /// <summary>Begins to copy a K-tile as a batch: the inputs of the tile's positions, with zeros where there are none, and the weights of its channels.
    /// Behind the last K-tile the batch has zeros only.</summary>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second input.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="memory">Shared memory.</param>
    /// <param name="to">The stage's first element.</param>
    /// <param name="rows">Positions of the tile.</param>
    /// <param name="columns">Output channels of the tile.</param>
    /// <param name="items">Items of the group.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy<TOperands>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> weight, ArrayView<float> memory, int to,
        int rows, int columns, int items)
        where TOperands : struct, ITensorOperands
    {
        int step = items / Swizzle.InputChunks, inside = Left > 0 ? Places.Inside : 0, place = to + InputTo;
        if (Walk.InSecond)
        {
            for (int i = 0; i < rows / step; i++)
                AsyncCopy.Begin(b.SubView(Walk.Channel), Places.At(i), memory, place + i * step * KTile.Length, (inside & 1 << i) != 0);
        }
        else
        {
            for (int i = 0; i < rows / step; i++)
                AsyncCopy.Begin(a.SubView(Walk.Channel), Places.At(i), memory, place + i * step * KTile.Length, (inside & 1 << i) != 0);
        }

        int weightStep = items / TOperands.Chunks, weightPlace = to + rows * KTile.Length + WeightTo;
        for (int i = 0; i < columns / weightStep; i++)
        {
            int n = i * weightStep * TOperands.Chunks * Swizzle.Chunk, inPanel = n % (Panel * TOperands.Chunks * Swizzle.Chunk);
            AsyncCopy.Begin(weight, (n == inPanel ? WeightAt : WeightAt + SecondPanel) + inPanel, memory, weightPlace + n, Left > 0);
        }

        AsyncCopy.Commit();
    }

    /// <summary>The next K-tile.</summary>
    /// <inheritdoc cref="Begin"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KTileCopies Next<TOperands>(ArrayView<int> windows, ConvolutionShape shape, int rows, int items)
        where TOperands : struct, ITensorOperands
    {
        // Behind the last one nothing is read, and so nothing goes on: its places are inside the buffers.
        int step = Left > 1 ? 1 : 0, weightAt = WeightAt + step * Panel * TOperands.Chunks * Swizzle.Chunk;
        KTileWalk walk = Walk with { Channel = Walk.Channel + step * KTile.Length };
        InputPlaces places = Places;
        if (walk.Channel >= walk.Channels)
        {
            walk = walk.Next(shape);
            places = InputPlaces.Find(walk, windows, rows, Group.IdxX / Swizzle.InputChunks, items / Swizzle.InputChunks, shape);
        }

        return new KTileCopies(walk, places, InputTo, weightAt, WeightTo, SecondPanel, Left - 1);
    }
}
