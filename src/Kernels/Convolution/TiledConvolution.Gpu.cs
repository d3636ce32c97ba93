using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// Convolutions of any size and stride for devices whose groups have many items: matrix products whose left operand, the im2col matrix, is
/// never stored as a whole. A group computes a square tile of positions and output channels. Its items load a K-tile of the sums' products
/// into shared memory together, wait for each other, and add its products to sums that they keep in registers. Large tiles reuse what they
/// load more often; small ones keep many groups busy with small maps.
/// </summary>
internal static class TiledConvolution
{
    /// <summary>Items along each axis of a group: one warp of the widest kind, or two.</summary>
    public const int Side = 8;

    /// <summary>Positions and output channels of a large tile: 8 x 8 for each item.</summary>
    public const int LargeTile = 64;

    /// <summary>Positions and output channels of a small tile: 4 x 4 for each item.</summary>
    public const int SmallTile = 32;

    /// <summary>Output channels of one panel of weights.</summary>
    public const int Panel = LargeTile;

    private const int Items = Side * Side;
    private const int KLength = 16; // products of each sum that are loaded at a time
    private const int Pitch = KLength + 1; // of a position's inputs in shared memory: odd, so that its banks are shared evenly

    /// <summary>
    /// <c>y[p, o] = epilogue(bias[o] + sum over ky, kx, c of weight[o, ky, kx, c] x[stride p + (ky, kx) - padding, c])</c>, by tiles of
    /// <see cref="LargeTile"/>: one group is a tile of positions and channels, the channels fastest (X). The vectors with which inputs are
    /// read divide both inputs' channels.
    /// </summary>
    /// <param name="a">[objects, inHeight, inWidth, channelsA]</param>
    /// <param name="b">[objects, inHeight, inWidth, channelsB]; unused where channelsB is 0</param>
    /// <param name="weight">[outChannels / 64, size, size, channelsA + channelsB, 64]: panels of <see cref="Panel"/>, zero where padded</param>
    /// <param name="bias">[outChannels, padded to whole panels]</param>
    /// <param name="residual">[objects or 1, outHeight, outWidth, outChannels]; unused where the epilogue adds none</param>
    /// <param name="y">[objects, outHeight, outWidth, outChannels]; may be the residual</param>
    /// <param name="shape">The extents.</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void ConvolveLargeTiles<TVec>(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        ArrayView<int> origins = SharedMemory.Allocate<int>(3 * LargeTile);
        ArrayView<float> x = SharedMemory.Allocate<float>(LargeTile * Pitch);
        ArrayView<float> w = SharedMemory.Allocate<float>(KLength * LargeTile);
        int columns = (shape.OutChannels + LargeTile - 1) / LargeTile;
        int row = Grid.IdxX / columns * LargeTile, channel = Grid.IdxX % columns * LargeTile;
        FindTileOrigins(origins, LargeTile, row, Group.IdxY * Side + Group.IdxX, shape);

        // An item's sums: 8 positions, and 4 channels in each half of the tile.
        int xAt = Group.IdxY * 8 * Pitch, wAt = Group.IdxX * 4;
        Vec4 zero = Vec4.Splat(0);
        Vec4 a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero, a6 = zero, a7 = zero;
        Vec4 b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero, b6 = zero, b7 = zero;
        for (int kStart = 0; kStart < shape.Depth; kStart += KLength)
        {
            Group.Barrier();
            LoadInputs<TVec>(a, b, x, origins, LargeTile, kStart, shape);
            LoadWeights(weight, w, LargeTile, channel, kStart, shape.Depth);
            Group.Barrier();
            for (int d = 0; d < KLength; d++)
            {
                Vec4 u = Vec4.Load(w, wAt + d * LargeTile), v = Vec4.Load(w, wAt + d * LargeTile + LargeTile / 2);
                Vec4 s = Vec4.Splat(x[xAt + d]);
                a0 = Vec4.Fma(s, u, a0);
                b0 = Vec4.Fma(s, v, b0);
                s = Vec4.Splat(x[xAt + d + Pitch]);
                a1 = Vec4.Fma(s, u, a1);
                b1 = Vec4.Fma(s, v, b1);
                s = Vec4.Splat(x[xAt + d + 2 * Pitch]);
                a2 = Vec4.Fma(s, u, a2);
                b2 = Vec4.Fma(s, v, b2);
                s = Vec4.Splat(x[xAt + d + 3 * Pitch]);
                a3 = Vec4.Fma(s, u, a3);
                b3 = Vec4.Fma(s, v, b3);
                s = Vec4.Splat(x[xAt + d + 4 * Pitch]);
                a4 = Vec4.Fma(s, u, a4);
                b4 = Vec4.Fma(s, v, b4);
                s = Vec4.Splat(x[xAt + d + 5 * Pitch]);
                a5 = Vec4.Fma(s, u, a5);
                b5 = Vec4.Fma(s, v, b5);
                s = Vec4.Splat(x[xAt + d + 6 * Pitch]);
                a6 = Vec4.Fma(s, u, a6);
                b6 = Vec4.Fma(s, v, b6);
                s = Vec4.Splat(x[xAt + d + 7 * Pitch]);
                a7 = Vec4.Fma(s, u, a7);
                b7 = Vec4.Fma(s, v, b7);
            }
        }

        Group.Barrier();
        row += Group.IdxY * 8;
        for (int i = 0; i < 8; i++)
        {
            StoreSums(Pick(i, a0, a1, a2, a3, a4, a5, a6, a7), x, bias, residual, y, row + i, channel + wAt, shape, epilogue);
            StoreSums(Pick(i, b0, b1, b2, b3, b4, b5, b6, b7), x, bias, residual, y, row + i, channel + wAt + LargeTile / 2, shape, epilogue);
        }
    }

    /// <summary>As <see cref="ConvolveLargeTiles"/>, by tiles of <see cref="SmallTile"/>.</summary>
    /// <inheritdoc cref="ConvolveLargeTiles"/>
    [Kernel]
    public static void ConvolveSmallTiles<TVec>(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        ArrayView<int> origins = SharedMemory.Allocate<int>(3 * SmallTile);
        ArrayView<float> x = SharedMemory.Allocate<float>(SmallTile * Pitch);
        ArrayView<float> w = SharedMemory.Allocate<float>(KLength * SmallTile);
        int columns = (shape.OutChannels + SmallTile - 1) / SmallTile;
        int row = Grid.IdxX / columns * SmallTile, channel = Grid.IdxX % columns * SmallTile;
        FindTileOrigins(origins, SmallTile, row, Group.IdxY * Side + Group.IdxX, shape);

        int xAt = Group.IdxY * 4 * Pitch, wAt = Group.IdxX * 4;
        Vec4 zero = Vec4.Splat(0);
        Vec4 a0 = zero, a1 = zero, a2 = zero, a3 = zero;
        for (int kStart = 0; kStart < shape.Depth; kStart += KLength)
        {
            Group.Barrier();
            LoadInputs<TVec>(a, b, x, origins, SmallTile, kStart, shape);
            LoadWeights(weight, w, SmallTile, channel, kStart, shape.Depth);
            Group.Barrier();
            for (int d = 0; d < KLength; d++)
            {
                Vec4 u = Vec4.Load(w, wAt + d * SmallTile);
                a0 = Vec4.Fma(Vec4.Splat(x[xAt + d]), u, a0);
                a1 = Vec4.Fma(Vec4.Splat(x[xAt + d + Pitch]), u, a1);
                a2 = Vec4.Fma(Vec4.Splat(x[xAt + d + 2 * Pitch]), u, a2);
                a3 = Vec4.Fma(Vec4.Splat(x[xAt + d + 3 * Pitch]), u, a3);
            }
        }

        Group.Barrier();
        row += Group.IdxY * 4;
        for (int i = 0; i < 4; i++) StoreSums(i == 0 ? a0 : i == 1 ? a1 : i == 2 ? a2 : a3, x, bias, residual, y, row + i, channel + wAt, shape, epilogue);
    }

    /// <summary>The extent that the vector width must divide: both inputs' channels. 4 lanes are enough.</summary>
    public static int VectorizedExtent(int channelsA, int channelsB) => (channelsA | channelsB) % 4 == 0 ? 4 : 1;

    /// <summary>The tile's positions in the inputs: the number of the object's first row, and the top and left of its window. Windows past
    /// the last position lie far outside.</summary>
    /// <param name="origins">[3, tile]</param>
    /// <param name="tile">Positions of the tile: at most the items of the group.</param>
    /// <param name="firstRow">The tile's first position.</param>
    /// <param name="item">This item's number in its group.</param>
    /// <param name="shape">The extents.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void FindTileOrigins(ArrayView<int> origins, int tile, int firstRow, int item, ConvolutionShape shape)
    {
        if (item < tile)
        {
            int row = firstRow + item;
            origins[item] = row / (shape.OutHeight * shape.OutWidth) * shape.InHeight;
            origins[tile + item] = row < shape.OutRows ? row / shape.OutWidth % shape.OutHeight * shape.Stride - shape.Padding : -shape.Size;
            origins[2 * tile + item] = row % shape.OutWidth * shape.Stride - shape.Padding;
        }
    }

    /// <summary>Loads x [tile, K-tile], as <see cref="Pitch"/> says: the products' inputs from number <paramref name="kStart"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadInputs<TVec>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> x, ArrayView<int> origins, int tile, int kStart, ConvolutionShape shape)
        where TVec : struct, IVec<TVec>
    {
        int item = Group.IdxY * Side + Group.IdxX;
        int vectors = KLength / TVec.Width;
        int column = item % vectors * TVec.Width, depth = kStart + column;
        int channels = shape.ChannelsA + shape.ChannelsB;
        int tap = depth / channels, channel = depth - tap * channels;
        int ky = tap / shape.Size, kx = tap - ky * shape.Size;
        for (int p = item / vectors; p < tile; p += Items / vectors)
        {
            int row = origins[tile + p] + ky, left = origins[2 * tile + p] + kx;
            TVec value = TVec.Splat(0);
            if (depth < shape.Depth && row >= 0 && row < shape.InHeight && left >= 0 && left < shape.InWidth)
            {
                int at = (origins[p] + row) * shape.InWidth + left;
                if (channel < shape.ChannelsA) value = TVec.Load(a, at * shape.ChannelsA + channel);
                else value = TVec.Load(b, at * shape.ChannelsB + channel - shape.ChannelsA);
                if (shape.ReluInput) value = TVec.Max(value, TVec.Splat(0));
            }

            TVec.Store(value, x, p * Pitch + column);
        }
    }

    /// <summary>Loads w [K-tile, tile]: the weights of the products from number <paramref name="kStart"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadWeights(ArrayView<float> weight, ArrayView<float> w, int tile, int channel, int kStart, int depth)
    {
        int panelAt = channel / Panel * depth * Panel + channel % Panel;
        for (int i = Group.IdxY * Side + Group.IdxX; i < KLength * tile / 4; i += Items)
        {
            int d = kStart + i / (tile / 4);
            Vec4 value = Vec4.Splat(0);
            if (d < depth) value = Vec4.Load(weight, panelAt + d * Panel + i % (tile / 4) * 4);
            Vec4.Store(value, w, i * 4);
        }
    }

    /// <summary>One of an item's sums: a loop over them keeps the kernel short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec4 Pick(int i, Vec4 s0, Vec4 s1, Vec4 s2, Vec4 s3, Vec4 s4, Vec4 s5, Vec4 s6, Vec4 s7)
    {
        Vec4 low = i == 0 ? s0 : i == 1 ? s1 : i == 2 ? s2 : s3;
        Vec4 high = i == 4 ? s4 : i == 5 ? s5 : i == 6 ? s6 : s7;
        return i < 4 ? low : high;
    }

    /// <summary>Finishes and stores an item's sums of 4 channels of one position, as far as they lie inside the output; 4 elements of
    /// <paramref name="scratch"/> are the item's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums(
        Vec4 sums, ArrayView<float> scratch, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y,
        int row, int channel, ConvolutionShape shape, Epilogue epilogue)
    {
        if (row < shape.OutRows)
        {
            int yAt = row * shape.OutChannels + channel;
            int residualAt = (epilogue.ResidualIsShared ? row % (shape.OutHeight * shape.OutWidth) : row) * shape.OutChannels + channel;
            if (channel + 4 <= shape.OutChannels)
            {
                Vec4.Store(Epilogue.Finish(sums, bias, channel, residual, residualAt, epilogue), y, yAt);
            }
            else
            {
                int own = (Group.IdxY * Side + Group.IdxX) * 4;
                Vec4.Store(sums, scratch, own);
                for (int c = 0; c < shape.OutChannels - channel; c++)
                    Vec1.Store(Epilogue.Finish(Vec1.Load(scratch, own + c), bias, channel + c, residual, residualAt + c, epilogue), y, yAt + c);
            }
        }
    }
}
