using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// Convolutions on tensor cores: the products of <see cref="TiledConvolution"/>, with operands rounded to tf32 or to fp16 and summed as
/// floats, computed by warps. Three K-tiles of inputs and weights are in shared memory at a time: one is multiplied while the next two are
/// copied, in an order that keeps all banks busy (<see cref="Swizzle"/>). Tensors in memory stay floats in either case, so that nothing
/// else need know. Both inputs' channels are multiples of 4; <see cref="TensorPanels"/> says how the weights lie, <see cref="BlockTile"/>
/// which tiles there are.
/// </summary>
internal static class TensorConvolution
{
    /// <summary>K-tiles in shared memory.</summary>
    internal const int Stages = 3;

    private const int KLength = KTile.Length;
    private const int WarpSize = 32;
    private const int WarpChannels = 32; // output channels that a warp computes: 4 products of matrices

    /// <summary>
    /// <c>y[p, o] = epilogue(bias[o] + sum over ky, kx, c of weight[o, ky, kx, c] x[stride p + (ky, kx) - padding, c])</c> with operands
    /// rounded to tf32, by tiles of <see cref="BlockTile.Large"/>: one group is a tile of positions and channels, the channels fastest
    /// (X). Where the grid has splits along Y, each adds its own K-tiles and stores the sum as it is, for <see cref="SplitK"/>.
    /// </summary>
    /// <param name="a">[objects, inHeight, inWidth, channelsA]</param>
    /// <param name="b">[objects, inHeight, inWidth, channelsB]; unused where channelsB is 0</param>
    /// <param name="weight">[outChannels, padded; depth, padded]: see <see cref="TensorPanels"/></param>
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
        Convolve<Tf32Operands>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 128, columns: 64, items: 128);

    /// <summary>As <see cref="ConvolveTf32Large"/>, by tiles of <see cref="BlockTile.Medium"/>.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveTf32Medium(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Tf32Operands>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 64, items: 128);

    /// <summary>As <see cref="ConvolveTf32Large"/>, by tiles of <see cref="BlockTile.Small"/>.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveTf32Small(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Tf32Operands>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 32, items: 64);

    /// <summary>As <see cref="ConvolveTf32Large"/>, with operands rounded to fp16.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Large(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Fp16Operands>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 128, columns: 64, items: 128);

    /// <summary>As <see cref="ConvolveTf32Medium"/>, with operands rounded to fp16.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Medium(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Fp16Operands>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 64, items: 128);

    /// <summary>As <see cref="ConvolveTf32Small"/>, with operands rounded to fp16.</summary>
    /// <inheritdoc cref="ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Small(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue) =>
        Convolve<Fp16Operands>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 32, items: 64);

    private static void Convolve<TOperands>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue, int rows, int columns, int items)
        where TOperands : struct, ITensorOperands
    {
        ArrayView<float> memory = SharedMemory.GetDynamic(); // [stages; inputs [rows, 32], weights [columns, 32 or 16]]
        ArrayView<uint> bits = SharedMemory.AsBits(memory);
        ArrayView<int> origins = SharedMemory.Allocate<int>(3 * rows);
        int acrossTiles = (shape.OutChannels + columns - 1) / columns;
        int row = Grid.IdxX / acrossTiles * rows, channel = Grid.IdxX % acrossTiles * columns;
        TiledConvolution.FindTileOrigins(origins, rows, row, Group.IdxX, shape);
        Group.Barrier();

        int first = Grid.IdxY * kTiles, end = Math.Min(first + kTiles, KTile.Count(shape.Depth));
        int stage = rows * KLength + columns * TOperands.Chunks * Swizzle.Chunk;
        for (int ahead = 0; ahead < Stages - 1; ahead++)
        {
            if (first + ahead < end)
                BeginKTile<TOperands>(a, b, weight, memory.SubView(ahead * stage), origins, first + ahead, channel, shape, rows, columns, items);
            AsyncCopy.Commit();
        }

        // A warp's sums: 32 or 64 positions, 32 output channels.
        int warp = Group.IdxX / WarpSize, across = columns / WarpChannels, warpRows = rows * columns / items;
        int x = warp / across * warpRows, w = warp % across * WarpChannels;
        bool tall = warpRows == 64;

        // The rows and chunks that this item shows its warp. Of weights the four matrices are 8 channels, of one chunk and of the next;
        // then the 8 after them.
        int lane = Warp.LaneIdx;
        int inputRow = x + TOperands.InputRow(lane), inputChunk = TOperands.InputChunk(lane);
        int weightRow = w + lane / 16 * 8 + lane % 8, weightChunk = lane / 8 % 2;
        int steps = TOperands.Chunks / 2, least = shape.ReluInput ? 0 : int.MinValue;
        Vec4 zero = Vec4.Splat(0);
        var none = new TensorAccumulators(zero, zero, zero, zero);
        TensorAccumulators s0 = none, s1 = none, s2 = none, s3 = none;
        int at = 0, filled = (Stages - 1) * stage;
        for (int kTile = first; kTile < end; kTile++)
        {
            // Behind the barrier all items' copies of this K-tile are there, and the stage of the K-tile before it is free.
            AsyncCopy.Wait(Stages - 2);
            Group.Barrier();
            if (kTile + Stages - 1 < end)
                BeginKTile<TOperands>(a, b, weight, memory.SubView(filled), origins, kTile + Stages - 1, channel, shape, rows, columns, items);
            AsyncCopy.Commit();

            ArrayView<uint> inputs = bits.SubView(at), weights = bits.SubView(at + rows * KLength);
            for (int step = 0; step < steps; step++)
            {
                int weightAt = Swizzle.Place(weightRow, 2 * step + weightChunk, TOperands.Chunks);
                Quad left = TensorCore.LoadMatrices(weights, weightAt);
                Quad right = TensorCore.LoadMatrices(weights, weightAt + 16 * TOperands.Chunks * Swizzle.Chunk);
                int inputAt = Swizzle.Place(inputRow, Swizzle.InputChunks / steps * step + inputChunk, Swizzle.InputChunks);
                s0 = s0.Add<TOperands>(TOperands.LoadInputs(inputs, inputAt, least), left, right);
                s1 = s1.Add<TOperands>(TOperands.LoadInputs(inputs, inputAt + 16 * KLength, least), left, right);
                if (tall)
                {
                    s2 = s2.Add<TOperands>(TOperands.LoadInputs(inputs, inputAt + 32 * KLength, least), left, right);
                    s3 = s3.Add<TOperands>(TOperands.LoadInputs(inputs, inputAt + 48 * KLength, least), left, right);
                }
            }

            filled = at;
            at = at + stage < Stages * stage ? at + stage : 0;
        }

        for (int i = 0; i < warpRows / 16; i++)
        {
            TensorAccumulators sums = i == 0 ? s0 : i == 1 ? s1 : i == 2 ? s2 : s3;
            StoreSums(sums, bias, residual, y, row + x + 16 * i, channel + w, shape, epilogue);
        }
    }

    /// <summary>Begins to copy a K-tile: the inputs of the tile's positions, with zeros where there are none, and the weights of its
    /// channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BeginKTile<TOperands>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> weight, ArrayView<float> to, ArrayView<int> origins, int kTile, int firstChannel,
        ConvolutionShape shape, int rows, int columns, int items)
        where TOperands : struct, ITensorOperands
    {
        int item = Group.IdxX;
        int chunk = item % Swizzle.InputChunks, depth = kTile * KLength + chunk * Swizzle.Chunk;
        int channels = shape.ChannelsA + shape.ChannelsB;
        int tap = depth / channels, channel = depth - tap * channels;
        int ky = tap / shape.Size, kx = tap - ky * shape.Size;
        if (depth >= shape.Depth) ky = shape.InHeight + shape.Size; // behind the sums' end: below every picture
        int step = items / Swizzle.InputChunks;
        for (int i = 0; i < rows / step; i++)
        {
            int p = item / Swizzle.InputChunks + i * step;
            int top = origins[rows + p] + ky, left = origins[2 * rows + p] + kx;
            bool inside = (uint)top < (uint)shape.InHeight & (uint)left < (uint)shape.InWidth;
            int pixel = (origins[p] + top) * shape.InWidth + left, from = inside ? pixel : 0, place = Swizzle.Place(p, chunk, Swizzle.InputChunks);
            if (channel < shape.ChannelsA) AsyncCopy.Begin(a, from * shape.ChannelsA + channel, to, place, inside);
            else AsyncCopy.Begin(b, from * shape.ChannelsB + channel - shape.ChannelsA, to, place, inside);
        }

        int weightChunk = item % TOperands.Chunks, pitch = TOperands.Chunks * Swizzle.Chunk;
        int weightAt = (firstChannel * KTile.Count(shape.Depth) + kTile) * pitch + weightChunk * Swizzle.Chunk;
        step = items / TOperands.Chunks;
        for (int i = 0; i < columns / step; i++)
        {
            int n = item / TOperands.Chunks + i * step;
            int place = rows * KLength + Swizzle.Place(n, weightChunk, TOperands.Chunks);
            AsyncCopy.Begin(weight, weightAt + n * KTile.Count(shape.Depth) * pitch, to, place, exists: true);
        }
    }

    /// <summary>Finishes and stores an item's sums of 16 positions and 32 output channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums(
        TensorAccumulators sums, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, int row, int channel, ConvolutionShape shape,
        Epilogue epilogue)
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
    private static void StoreSums(
        Vec4 sums, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y, int row, int channel, ConvolutionShape shape, Epilogue epilogue)
    {
        if (row >= shape.OutRows) return;
        bool inParts = Grid.DimY > 1;
        int yAt = (Grid.IdxY * shape.OutRows + row) * shape.OutChannels + channel;
        int residualAt = (epilogue.ResidualIsShared ? row % (shape.OutHeight * shape.OutWidth) : row) * shape.OutChannels + channel;
        if (channel + 4 <= shape.OutChannels)
        {
            if (!inParts) sums = Epilogue.Finish(sums, bias, channel, residual, residualAt, epilogue);
            Vec4.Store(sums, y, yAt);
        }
        else
        {
            for (int c = 0; c < shape.OutChannels - channel; c++)
            {
                Vec1 sum = Vec1.Splat(c == 0 ? sums.X : c == 1 ? sums.Y : sums.Z);
                if (!inParts) sum = Epilogue.Finish(sum, bias, channel + c, residual, residualAt + c, epilogue);
                Vec1.Store(sum, y, yAt + c);
            }
        }
    }
}
