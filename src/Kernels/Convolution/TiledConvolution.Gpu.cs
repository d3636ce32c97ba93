using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// Convolutions of windows up to <see cref="KTileWalk.MostSize"/> and of any stride for devices whose groups have many items: matrix products whose left
/// operand, the im2col matrix, is never stored as a whole. A group computes a square tile of positions and output channels. Two K-tiles of the sums'
/// products are in shared memory: the items add one to sums that they keep in registers, and meanwhile copy the other (<see cref="FloatTile"/>). Large
/// tiles reuse what they load more often; small ones keep many groups busy with small maps.
/// </summary>
internal static class TiledConvolution
{
    /// <summary>Items of a group: one warp of the widest kind, or two.</summary>
    public const int Items = Side * Side;

    /// <summary>Positions and output channels of a large tile: 8 x 8 for each item.</summary>
    public const int LargeTile = 64;

    /// <summary>Positions and output channels of a small tile: 4 x 4 for each item.</summary>
    public const int SmallTile = 32;

    /// <summary>Output channels of one panel of weights.</summary>
    public const int Panel = LargeTile;

    /// <summary>Panels are whole numbers of it: both kinds of K-tile divide it.</summary>
    public const int KLength = SmallK;

    private const int Side = 8;
    private const int LargeK = 8, SmallK = 16; // products of each sum in a K-tile: 8 inputs and 8 weights for each item

    /// <summary>
    /// <c>y[p, o] = epilogue(bias[o] + sum over ky, kx, c of weight[o, ky, kx, c] x[stride p + (ky, kx) - padding, c])</c>, by tiles of
    /// <see cref="LargeTile"/>: one group is a tile of positions and channels, the channels fastest (X). The vectors with which inputs are
    /// read divide both inputs' channels.
    /// </summary>
    /// <param name="a">[objects, inHeight, inWidth, channelsA]</param>
    /// <param name="b">[objects, inHeight, inWidth, channelsB]; unused where channelsB is 0</param>
    /// <param name="weight">[outChannels / 64, size size (channelsA + channelsB), 64]: panels of <see cref="Panel"/> channels, filled up with zeros to whole
    /// multiples of <see cref="KLength"/>; and as much behind the last one</param>
    /// <param name="bias">[outChannels, padded to whole panels]</param>
    /// <param name="residual">[objects or 1, outHeight, outWidth, outChannels]; unused where the epilogue adds none</param>
    /// <param name="y">[objects, outHeight, outWidth, outChannels]; may be the residual</param>
    /// <param name="shape">The extents.</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void ConvolveLargeTiles<TVec, T, TY>(
        ArrayView<T> a, [Optional] ArrayView<T> b, ArrayView<T> weight, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
        where TY : unmanaged
    {
        ArrayView<int> windows = SharedMemory.Allocate<int>(2 * LargeTile);
        ArrayView<float> x = SharedMemory.Allocate<float>(2 * LargeK * LargeTile), w = SharedMemory.Allocate<float>(2 * LargeK * LargeTile);
        int columns = (shape.OutChannels + LargeTile - 1) / LargeTile;
        int row = Grid.IdxX / columns * LargeTile, channel = Grid.IdxX % columns * LargeTile;
        FloatTile copies = Begin<TVec, T>(a, b, weight, x, w, windows, row, channel, shape, LargeTile, LargeK);
        int xAt = Group.IdxX / Side * 4, wAt = Group.IdxX % Side * 4;
        Accumulators8x8 sums = Accumulators8x8.Zero();
        for (int left = shape.Depth; left > 0; left -= LargeK)
        {
            copies = copies.Next<TVec>(windows, shape, LargeTile, LargeK);
            VecPair inputs = copies.LoadInputs<TVec, T>(a, b, shape.ReluInput);
            sums = AddFour<TVec>(sums, x, xAt, w, wAt, 0);
            copies.StoreInputs<TVec>(inputs, x, LargeTile, LargeK);
            VecPair weights = copies.LoadWeights(weight, LargeTile);
            sums = AddFour<TVec>(sums, x, xAt, w, wAt, 4);
            copies.StoreWeights(weights, w);
            xAt ^= LargeK * LargeTile;
            wAt ^= LargeK * LargeTile;
            Group.Barrier();
        }

        row += Group.IdxX / Side * 4;
        channel += Group.IdxX % Side * 4;
        for (int i = 0; i < 8; i++)
        {
            int at = row + i % 4 + i / 4 * (LargeTile / 2);
            StoreSums(sums.At(i, right: false), bias, residual, y, at, channel, shape, epilogue);
            StoreSums(sums.At(i, right: true), bias, residual, y, at, channel + LargeTile / 2, shape, epilogue);
        }
    }

    /// <summary>As <see cref="ConvolveLargeTiles"/>, by tiles of <see cref="SmallTile"/>.</summary>
    /// <inheritdoc cref="ConvolveLargeTiles"/>
    [Kernel]
    public static void ConvolveSmallTiles<TVec, T, TY>(
        ArrayView<T> a, [Optional] ArrayView<T> b, ArrayView<T> weight, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
        where TY : unmanaged
    {
        ArrayView<int> windows = SharedMemory.Allocate<int>(2 * SmallTile);
        ArrayView<float> x = SharedMemory.Allocate<float>(2 * SmallK * SmallTile), w = SharedMemory.Allocate<float>(2 * SmallK * SmallTile);
        int columns = (shape.OutChannels + SmallTile - 1) / SmallTile;
        int row = Grid.IdxX / columns * SmallTile, channel = Grid.IdxX % columns * SmallTile;
        FloatTile copies = Begin<TVec, T>(a, b, weight, x, w, windows, row, channel, shape, SmallTile, SmallK);
        int xAt = Group.IdxX / Side * 4, wAt = Group.IdxX % Side * 4;
        Vec4 zero = Vec4.Splat(0);
        var sums = new Accumulators4x4(zero, zero, zero, zero);
        for (int left = shape.Depth; left > 0; left -= SmallK)
        {
            copies = copies.Next<TVec>(windows, shape, SmallTile, SmallK);
            VecPair weights = copies.LoadWeights(weight, SmallTile), inputs = copies.LoadInputs<TVec, T>(a, b, shape.ReluInput);
            sums = AddFour<TVec>(sums, x, xAt, w, wAt, 0);
            sums = AddFour<TVec>(sums, x, xAt, w, wAt, 4);
            sums = AddFour<TVec>(sums, x, xAt, w, wAt, 8);
            sums = AddFour<TVec>(sums, x, xAt, w, wAt, 12);
            copies.StoreInputs<TVec>(inputs, x, SmallTile, SmallK);
            copies.StoreWeights(weights, w);
            xAt ^= SmallK * SmallTile;
            wAt ^= SmallK * SmallTile;
            Group.Barrier();
        }

        row += Group.IdxX / Side * 4;
        channel += Group.IdxX % Side * 4;
        for (int i = 0; i < 4; i++) StoreSums(sums.Row(i), bias, residual, y, row + i, channel, shape, epilogue);
    }

    /// <summary>The extent that the vector width must divide: both inputs' channels. 4 lanes are enough.</summary>
    public static int VectorizedExtent(int channelsA, int channelsB) => (channelsA | channelsB) % 4 == 0 ? 4 : 1;

    /// <summary>Finds the tile's windows and copies the first K-tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FloatTile Begin<TVec, T>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> weight, ArrayView<float> x, ArrayView<float> w, ArrayView<int> windows,
        int row, int channel, ConvolutionShape shape, int tile, int length)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        KTileWalk.FindWindows(windows, tile, row, shape);
        Group.Barrier();
        FloatTile copies = FloatTile.Begin<TVec>(windows, channel, shape, tile, length);
        copies.StoreInputs<TVec>(copies.LoadInputs<TVec, T>(a, b, shape.ReluInput), x, tile, length);
        copies.StoreWeights(copies.LoadWeights(weight, tile), w);
        Group.Barrier();
        return copies;
    }

    /// <summary>The products of lines d to d + 3 of a K-tile: written out, as the assembler then needs no counter and few addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Accumulators8x8 AddFour<TVec>(Accumulators8x8 sums, ArrayView<float> x, int xAt, ArrayView<float> w, int wAt, int d)
        where TVec : struct, IVec<TVec>
    {
        sums = sums.Add(x, XAt<TVec>(xAt, d, LargeTile, LargeK), w, wAt + d * LargeTile, LargeTile / 2);
        sums = sums.Add(x, XAt<TVec>(xAt, d + 1, LargeTile, LargeK), w, wAt + (d + 1) * LargeTile, LargeTile / 2);
        sums = sums.Add(x, XAt<TVec>(xAt, d + 2, LargeTile, LargeK), w, wAt + (d + 2) * LargeTile, LargeTile / 2);
        return sums.Add(x, XAt<TVec>(xAt, d + 3, LargeTile, LargeK), w, wAt + (d + 3) * LargeTile, LargeTile / 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Accumulators4x4 AddFour<TVec>(Accumulators4x4 sums, ArrayView<float> x, int xAt, ArrayView<float> w, int wAt, int d)
        where TVec : struct, IVec<TVec>
    {
        sums = sums.Add(x, XAt<TVec>(xAt, d, SmallTile, SmallK), w, wAt + d * SmallTile);
        sums = sums.Add(x, XAt<TVec>(xAt, d + 1, SmallTile, SmallK), w, wAt + (d + 1) * SmallTile);
        sums = sums.Add(x, XAt<TVec>(xAt, d + 2, SmallTile, SmallK), w, wAt + (d + 2) * SmallTile);
        return sums.Add(x, XAt<TVec>(xAt, d + 3, SmallTile, SmallK), w, wAt + (d + 3) * SmallTile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int XAt<TVec>(int xAt, int d, int tile, int length) where TVec : struct, IVec<TVec> =>
        (xAt ^ FloatTile.Swizzle<TVec>(d, length)) + d * tile;

    /// <summary>Finishes and stores an item's sums of 4 channels of one position, as far as they lie inside the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums<TY>(
        Vec4 sums, ArrayView<float> bias, ArrayView<TY> residual, ArrayView<TY> y, int row, int channel, ConvolutionShape shape, Epilogue epilogue)
        where TY : unmanaged
    {
        if (row >= shape.OutRows) return;
        int yAt = row * shape.OutChannels + channel;
        int residualAt = (epilogue.ResidualIsShared ? row % (shape.OutHeight * shape.OutWidth) : row) * shape.OutChannels + channel;
        if (shape.OutChannels % 4 == 0)
        {
            if (channel < shape.OutChannels)
                Vec4.StoreAligned(Epilogue.Finish(sums, bias, channel, residual, residualAt, epilogue, isAligned: true), y, yAt);
        }
        else
        {
            for (int c = 0; c < Math.Min(4, shape.OutChannels - channel); c++)
            {
                Vec1 sum = Vec1.Splat(c == 0 ? sums.X : c == 1 ? sums.Y : c == 2 ? sums.Z : sums.W);
                Vec1.Store(Epilogue.Finish(sum, bias, channel + c, residual, residualAt + c, epilogue), y, yAt + c);
            }
        }
    }
}
