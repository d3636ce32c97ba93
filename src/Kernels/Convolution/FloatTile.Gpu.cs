using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// An item's copies of K-tiles into shared memory, for <see cref="TiledConvolution"/>: where the next ones come from and where they go. There, inputs are
/// [K-tile, positions] and weights [K-tile, channels], so that an item reads four of either at a time. An item copies 8 of each: of inputs 4 channels of 2
/// positions, or where channels are no multiple of 4 a channel of 8 positions.
/// </summary>
/// <param name="Walk">The inputs' channels.</param>
/// <param name="Places">The inputs' positions.</param>
/// <param name="InputTo">Where the first number of the first position goes.</param>
/// <param name="WeightAt">The first weights.</param>
/// <param name="WeightTo">Where they go.</param>
internal readonly record struct FloatTile(KTileWalk Walk, InputPlaces Places, int InputTo, int WeightAt, int WeightTo)
{
    private const int Items = TiledConvolution.Items;
    private const int Panel = TiledConvolution.Panel;

    /// <summary>The first K-tile.</summary>
    /// <param name="windows">See <see cref="KTileWalk.FindWindows"/>.</param>
    /// <param name="channel">The tile's first output channel.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="tile">Positions of the tile, and its output channels.</param>
    /// <param name="length">The K-tile: numbers of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatTile Begin<TVec>(ArrayView<int> windows, int channel, ConvolutionShape shape, int tile, int length)
        where TVec : struct, IVec<TVec>
    {
        int item = Group.IdxX, vectors = length / TVec.Width, k = item % vectors * TVec.Width, position = item / vectors;
        int panel = (shape.Depth + TiledConvolution.KLength - 1) / TiledConvolution.KLength * TiledConvolution.KLength * Panel;
        KTileWalk walk = KTileWalk.At(k, shape);
        InputPlaces places = InputPlaces.Find(walk, windows, tile, position, Items / vectors, 4 * Items / vectors, tile * vectors / Items, shape);
        return new FloatTile(
            walk, places, k * tile + (position ^ Swizzle<TVec>(k, length)),
            channel / Panel * panel + channel % Panel + item / (tile / 4) * Panel + item % (tile / 4) * 4, item * 4);
    }

    /// <summary>The bits by which positions are exchanged (exclusive or) in a line of the K-tile, so that a warp's stores meet different banks.</summary>
    /// <param name="k">The line.</param>
    /// <param name="length">The K-tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Swizzle<TVec>(int k, int length) where TVec : struct, IVec<TVec> => TVec.Width == 4 ? k / 4 * (128 / length) : k * 4 % 32;

    /// <summary>The next K-tile, in the other stage.</summary>
    /// <inheritdoc cref="Begin"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatTile Next<TVec>(ArrayView<int> windows, ConvolutionShape shape, int tile, int length)
        where TVec : struct, IVec<TVec>
    {
        KTileWalk walk = Walk with { Channel = Walk.Channel + length };
        InputPlaces places = Places;
        if (walk.Channel >= walk.Channels)
        {
            int vectors = length / TVec.Width;
            walk = walk.Next(shape);
            places = InputPlaces.Find(walk, windows, tile, Group.IdxX / vectors, Items / vectors, 4 * Items / vectors, tile * vectors / Items, shape);
        }

        int stage = tile * length;
        return new FloatTile(walk, places, InputTo ^ stage, WeightAt + length * Panel, WeightTo ^ stage);
    }

    /// <summary>Reads the inputs.</summary>
    /// <param name="a">The first input.</param>
    /// <param name="b">The second input.</param>
    /// <param name="relu">Whether they go through a ReLU.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VecPair LoadInputs<TVec, T>(ArrayView<T> a, ArrayView<T> b, bool relu)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        VecPair pair;
        if (Walk.InSecond) pair = new(Inputs<TVec, T>(b, 0), Inputs<TVec, T>(b, 1));
        else pair = new(Inputs<TVec, T>(a, 0), Inputs<TVec, T>(a, 1));
        if (relu) pair = new(Vec4.Max(pair.First, Vec4.Splat(0)), Vec4.Max(pair.Second, Vec4.Splat(0)));
        return pair;
    }

    /// <summary>Stores the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreInputs<TVec>(VecPair inputs, ArrayView<float> x, int tile, int length)
        where TVec : struct, IVec<TVec>
    {
        int step = Items / (length / TVec.Width);
        StoreInputs<TVec>(inputs.First, x, 0, tile, step);
        StoreInputs<TVec>(inputs.Second, x, 1, tile, step);
    }

    /// <summary>Reads the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VecPair LoadWeights<T>(ArrayView<T> weight, int tile) where T : unmanaged
    {
        int lines = Items / (tile / 4); // of the K-tile, that all items copy at a time
        return new(Vec4.LoadAligned(weight, WeightAt), Vec4.LoadAligned(weight, WeightAt + lines * Panel));
    }

    /// <summary>Stores the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWeights(VecPair weights, ArrayView<float> w)
    {
        Vec4.StoreAligned(weights.First, w, WeightTo);
        Vec4.StoreAligned(weights.Second, w, WeightTo + Items * 4);
    }

    /// <summary>4 channels of position i, or a channel of positions 4 i to 4 i + 3; zeros outside the image and behind the last product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vec4 Inputs<TVec, T>(ArrayView<T> x, int i)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        Vec4 value = Vec4.Splat(0);
        if (TVec.Width == 4)
        {
            if ((Places.Inside & 1 << i) != 0) value = Vec4.LoadAligned(x, Places.At(i) + Walk.Channel);
        }
        else
        {
            value = Vec4.Of(Input(x, 4 * i), Input(x, 4 * i + 1), Input(x, 4 * i + 2), Input(x, 4 * i + 3));
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Input<T>(ArrayView<T> x, int i) where T : unmanaged
    {
        float value = 0;
        if ((Places.Inside & 1 << i) != 0) value = Element.Load(x, Places.At(i) + Walk.Channel);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreInputs<TVec>(Vec4 inputs, ArrayView<float> x, int i, int tile, int step)
        where TVec : struct, IVec<TVec>
    {
        // Steps are powers of 2 above the position's own bits.
        int next = TVec.Width == 4 ? tile : 0, apart = TVec.Width == 4 ? 0 : step, to = InputTo ^ (TVec.Width == 4 ? i : 4 * i) * step;
        x[to] = inputs.X;
        x[(to ^ apart) + next] = inputs.Y;
        x[(to ^ 2 * apart) + 2 * next] = inputs.Z;
        x[(to ^ 3 * apart) + 3 * next] = inputs.W;
    }
}

/// <summary>Two vectors on their way from memory to shared memory.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
internal readonly record struct VecPair(Vec4 First, Vec4 Second);
