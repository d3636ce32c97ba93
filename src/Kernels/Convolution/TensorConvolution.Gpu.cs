using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// Convolutions on tensor cores: the products of <see cref="TiledConvolution"/>, with operands rounded to tf32 and summed as floats, computed
/// by warps; <c>Fp16Convolution</c> has those of halves. Three K-tiles of inputs and weights are in shared memory at a time: one is multiplied
/// while the next two are copied, in an order that keeps all banks busy (<see cref="Swizzle"/>). Both inputs' channels are a multiple of those of
/// 16 bytes; <see cref="TensorPanels"/> says how the weights lie, <see cref="BlockTile"/> which tiles there are.
/// </summary>
internal static class TensorConvolution
{
    /// <summary>K-tiles in shared memory.</summary>
    internal const int Stages = 3;

    private const int WarpSize = 32, Step = WeightWords.Step;

    /// <summary>
    /// <c>y[p, o] = epilogue(bias[o] + sum over ky, kx, c of weight[o, ky, kx, c] x[stride p + (ky, kx) - padding, c])</c> with operands
    /// rounded to tf32, by tiles of <see cref="BlockTile.Large"/>: one group is a tile of positions and channels, the channels fastest
    /// (X). Where the grid has splits along Y, each adds its own K-tiles and stores the sum as it is, for <see cref="SplitK"/>.
    /// </summary>
    /// <param name="a">[objects, inHeight, inWidth, channelsA]</param>
    /// <param name="b">[objects, inHeight, inWidth, channelsB]; unused where channelsB is 0</param>
    /// <param name="weight">[panels, K-tiles, 64, 32]: see <see cref="TensorPanels"/></param>
    /// <param name="bias">[outChannels, padded to whole panels]</param>
    /// <param name="residual">[objects or 1, outHeight, outWidth, outChannels]; unused where the epilogue adds none</param>
    /// <param name="y">[objects, outHeight, outWidth, outChannels], which may be the residual; or [splits, objects, outHeight, outWidth,
    /// outChannels]</param>
    /// <param name="shape">The extents.</param>
    /// <param name="kTiles">K-tiles of each split.</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void ConvolveTf32Large(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Tf32Operands, float, float>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 128, columns: 64, items: 128);

    /// <summary>As <see cref="ConvolveTf32Large"/>, by tiles of <see cref="BlockTile.Wide"/>.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveTf32Wide(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Tf32Operands, float, float>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 128, columns: 128, items: 128);

    /// <summary>As <see cref="ConvolveTf32Large"/>, by tiles of <see cref="BlockTile.Medium"/>.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveTf32Medium(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Tf32Operands, float, float>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 64, items: 128);

    /// <summary>As <see cref="ConvolveTf32Large"/>, by tiles of <see cref="BlockTile.Small"/>.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveTf32Small(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Tf32Operands, float, float>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 32, items: 64);

    /// <summary>The convolution by one kind of operands, for tiles of some positions and output channels.</summary>
    internal static void Convolve<TOperands, T, TY>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> weight, ArrayView<float> bias, ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue, int rows, int columns, int items)
        where TOperands : struct, ITensorOperands
        where T : unmanaged
        where TY : unmanaged
    {
        ArrayView<float> memory = SharedMemory.GetDynamic(); // [stages; inputs [rows, K-tile], weights [columns, K-tile]]
        ArrayView<int> windows = SharedMemory.Allocate<int>(2 * rows);
        int acrossTiles = (shape.OutChannels + columns - 1) / columns;
        int row = Grid.IdxX / acrossTiles * rows, channel = Grid.IdxX % acrossTiles * columns;
        KTileWalk.FindWindows(windows, rows, row, shape);
        Group.Barrier();

        int first = Grid.IdxY * kTiles, end = Math.Min(first + kTiles, KTile.Count(shape.Depth, TOperands.ChunkLength * KTile.Chunks));
        int stage = (rows + columns) * KTile.Pitch, count = end - first;
        var copies = KTileCopies.Begin<TOperands>(windows, first, channel, shape, rows, items, count > 0);
        for (int ahead = 0; ahead < Stages - 1; ahead++)
        {
            copies.Copy<TOperands, T>(copies.From(a, b), weight, memory, ahead * stage, rows, columns, items);
            bool goesOn = ahead + 1 < count;
            copies = copies.Next(goesOn ? TOperands.ChunkLength * KTile.Chunks : 0).LeavePixel(windows, shape, rows, items, goesOn);
        }

        // Two loops, so that inputs without a ReLU cost nothing for it.
        WarpSums sums = shape.ReluInput
            ? Sum<TOperands, T>(copies, a, b, weight, memory, windows, first, count, shape, rows, columns, items, relu: true)
            : Sum<TOperands, T>(copies, a, b, weight, memory, windows, first, count, shape, rows, columns, items, relu: false);
        int warp = Group.IdxX / WarpSize, warpChannels = WarpChannels(rows), across = columns / warpChannels, warpRows = WarpRows(rows, columns, items);
        int x = warp / across * warpRows, w = warp % across * warpChannels;
        for (int i = 0; i < warpRows / 16; i++)
            for (int half = 0; half < warpChannels / 32; half++)
                StoreSums(sums.At(i, half > 0), bias, residual, y, row + x + 16 * i, channel + w + 32 * half, shape, epilogue);
    }

    /// <summary>A warp's output channels. Weights come as the products take them, inputs must be rounded: so tall tiles have wide warps.</summary>
    private static int WarpChannels(int rows) => rows == 128 ? 64 : 32;

    /// <summary>A warp's positions: 32, or 64 in tiles of 128 x 128.</summary>
    private static int WarpRows(int rows, int columns, int items) => rows * columns / (items / WarpSize * WarpChannels(rows));

    /// <summary>The sums of all K-tiles, while the next ones are copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WarpSums Sum<TOperands, T>(
        KTileCopies copies, ArrayView<T> a, ArrayView<T> b, ArrayView<T> weight, ArrayView<float> memory, ArrayView<int> windows, int first, int count,
        ConvolutionShape shape, int rows, int columns, int items, bool relu)
        where TOperands : struct, ITensorOperands
        where T : unmanaged
    {
        const int ahead = Stages - 1;
        ArrayView<uint> bits = SharedMemory.AsBits(memory);
        int stage = (rows + columns) * KTile.Pitch, length = TOperands.ChunkLength * KTile.Chunks;
        int warpChannels = WarpChannels(rows), warpRows = WarpRows(rows, columns, items), across = columns / warpChannels;
        bool tall = warpRows == 64, wide = warpChannels == 64;

        // The row of inputs that this item shows its warp, and its chunk in each step: the four matrices are 8 positions and the 8 after them, of one
        // chunk; then of the next. Weights lie as it takes them.
        int lane = Warp.LaneIdx, warp = Group.IdxX / WarpSize;
        int row = warp / across * warpRows + lane % 16, chunk = lane / 16, inputs = row * KTile.Pitch;
        int weights = (rows + warp % across * warpChannels) * KTile.Pitch + lane * Swizzle.Chunk;
        int step0 = Swizzle.Place(row, chunk) - inputs, step1 = Swizzle.Place(row, chunk + 2) - inputs;
        int step2 = Swizzle.Place(row, chunk + 4) - inputs, step3 = Swizzle.Place(row, chunk + 6) - inputs;

        // K-tiles of a pixel's channels of one input, and of both: all items leave it at the same time. Where they do not, each K-tile is looked at.
        bool together = shape.ChannelsA % length == 0 & shape.ChannelsB % length == 0;
        int tilesA = together ? shape.ChannelsA / length : 1, tiles = together ? (shape.ChannelsA + shape.ChannelsB) / length : 1;
        int inPixel = (first + ahead) % tiles;
        WarpSums sums = WarpSums.Zero();
        int at = 0, filled = ahead * stage;
        for (int kTile = 0; kTile < count;)
        {
            bool exists = kTile + ahead < count;
            int left = (inPixel < tilesA ? tilesA : tiles) - inPixel, end = exists ? Math.Min(kTile + left, count - ahead) : count;
            int step = exists ? length : 0;
            ArrayView<T> from = copies.From(a, b);
            for (; kTile < end; kTile++)
            {
                // Behind the barrier all items' copies of this K-tile are there, and the stage of the K-tile before it is free.
                AsyncCopy.Wait(ahead - 1);
                Group.Barrier();
                copies.Copy<TOperands, T>(from, weight, memory, filled, rows, columns, items);
                copies = copies.Next(step);
                sums = sums.Add<TOperands>(bits, inputs, step0, memory, weights, relu, tall, wide);
                sums = sums.Add<TOperands>(bits, inputs, step1, memory, weights + Step, relu, tall, wide);
                sums = sums.Add<TOperands>(bits, inputs, step2, memory, weights + 2 * Step, relu, tall, wide);
                sums = sums.Add<TOperands>(bits, inputs, step3, memory, weights + 3 * Step, relu, tall, wide);

                int next = Stages * stage - at - filled; // the third stage
                inputs += next - at;
                weights += next - at;
                filled = at;
                at = next;
            }

            inPixel = inPixel + left < tiles ? inPixel + left : 0;
            copies = copies.LeavePixel(windows, shape, rows, items, kTile + ahead < count);
        }

        return sums;
    }

    /// <summary>Finishes and stores an item's sums of 16 positions and 32 output channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums<TY>(
        TensorAccumulators sums, ArrayView<float> bias, ArrayView<TY> residual, ArrayView<TY> y, int row, int channel, ConvolutionShape shape,
        Epilogue epilogue)
        where TY : unmanaged
    {
        // Two products of matrices are 16 channels, in the order of TensorPanels: an item has 4 that lie side by side, of two positions.
        int lane = Warp.LaneIdx;
        row += lane / 4;
        channel += lane % 4 * 4;
        StoreSums(Vec4.Of(sums.S0.X, sums.S0.Y, sums.S1.X, sums.S1.Y), bias, residual, y, row, channel, shape, epilogue);
        StoreSums(Vec4.Of(sums.S2.X, sums.S2.Y, sums.S3.X, sums.S3.Y), bias, residual, y, row, channel + 16, shape, epilogue);
        StoreSums(Vec4.Of(sums.S0.Z, sums.S0.W, sums.S1.Z, sums.S1.W), bias, residual, y, row + 8, channel, shape, epilogue);
        StoreSums(Vec4.Of(sums.S2.Z, sums.S2.W, sums.S3.Z, sums.S3.W), bias, residual, y, row + 8, channel + 16, shape, epilogue);
    }

    /// <summary>Finishes and stores the sums of 4 channels of one position, as far as they lie inside the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums<TY>(
        Vec4 sums, ArrayView<float> bias, ArrayView<TY> residual, ArrayView<TY> y, int row, int channel, ConvolutionShape shape, Epilogue epilogue)
        where TY : unmanaged
    {
        if (row >= shape.OutRows) return;
        bool inParts = Grid.DimY > 1;
        int yAt = (Grid.IdxY * shape.OutRows + row) * shape.OutChannels + channel;
        int residualAt = (epilogue.ResidualIsShared ? row % (shape.OutHeight * shape.OutWidth) : row) * shape.OutChannels + channel;
        if (shape.OutChannels % 4 == 0)
        {
            if (channel >= shape.OutChannels) return;
            if (!inParts) sums = Epilogue.Finish(sums, bias, channel, residual, residualAt, epilogue, isAligned: true);
            Vec4.StoreAligned(sums, y, yAt);
        }
        else
        {
            for (int c = 0; c < Math.Min(4, shape.OutChannels - channel); c++)
            {
                Vec1 sum = Vec1.Splat(c == 0 ? sums.X : c == 1 ? sums.Y : c == 2 ? sums.Z : sums.W);
                if (!inParts) sum = Epilogue.Finish(sum, bias, channel + c, residual, residualAt + c, epilogue);
                Vec1.Store(sum, y, yAt + c);
            }
        }
    }
}
