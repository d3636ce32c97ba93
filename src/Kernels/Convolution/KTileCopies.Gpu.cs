using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's copies of K-tiles into shared memory, for <see cref="TensorConvolution"/>: where the next ones come from.</summary>
/// <param name="Walk">The inputs' channels.</param>
/// <param name="Places">The inputs' positions.</param>
/// <param name="To">Where the first position's inputs go, of a stage, and the first channel's weights, of the stage's weights.</param>
/// <param name="WeightAt">The first weight.</param>
/// <param name="SecondPanel">The distance of the weights of a wide tile's second panel; 0 where there is none, whose sums nobody stores.</param>
/// <param name="Left">K-tiles that are still to be copied.</param>
internal readonly record struct KTileCopies(
    KTileWalk Walk, InputPlaces Places, int To, int WeightAt, int SecondPanel, int Left)
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
        int item = Group.IdxX, row = item / KTile.Chunks, chunk = item % KTile.Chunks, length = TOperands.ChunkLength * KTile.Chunks;
        int count = KTile.Count(shape.Depth, length), panel = count * Panel * length;
        KTileWalk walk = KTileWalk.At(first * length + chunk * TOperands.ChunkLength, shape);
        InputPlaces places = InputPlaces.Find(walk, windows, rows, row, items / KTile.Chunks, shape);
        int weightAt = channel / Panel * panel + (Math.Min(first, count - 1) * Panel + channel % Panel + row) * length + chunk * TOperands.ChunkLength;
        return new KTileCopies(
            walk, places, Swizzle.Place(row, chunk), weightAt, channel + Panel < shape.OutChannels ? panel : 0, left);
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
    public void Copy<TOperands, T>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> weight, ArrayView<float> memory, int to, int rows, int columns, int items)
        where TOperands : struct, ITensorOperands
        where T : unmanaged
    {
        int step = items / KTile.Chunks, inside = Left > 0 ? Places.Inside : 0, place = to + To;
        if (Walk.InSecond)
        {
            for (int i = 0; i < rows / step; i++)
                AsyncCopy.Begin(b.SubView(Walk.Channel), Places.At(i), memory, place + i * step * KTile.Pitch, (inside & 1 << i) != 0);
        }
        else
        {
            for (int i = 0; i < rows / step; i++)
                AsyncCopy.Begin(a.SubView(Walk.Channel), Places.At(i), memory, place + i * step * KTile.Pitch, (inside & 1 << i) != 0);
        }

        for (int i = 0; i < columns / step; i++)
        {
            int n = i * step, inPanel = n % Panel, at = (n == inPanel ? WeightAt : WeightAt + SecondPanel) + inPanel * TOperands.ChunkLength * KTile.Chunks;
            AsyncCopy.Begin(weight, at, memory, place + (rows + n) * KTile.Pitch, Left > 0);
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
        int step = Left > 1 ? TOperands.ChunkLength * KTile.Chunks : 0, weightAt = WeightAt + step * Panel;
        KTileWalk walk = Walk with { Channel = Walk.Channel + step };
        InputPlaces places = Places;
        if (walk.Channel >= walk.Channels)
        {
            walk = walk.Next(shape);
            places = InputPlaces.Find(walk, windows, rows, Group.IdxX / KTile.Chunks, items / KTile.Chunks, shape);
        }

        return new KTileCopies(walk, places, To, weightAt, SecondPanel, Left - 1);
    }
}
