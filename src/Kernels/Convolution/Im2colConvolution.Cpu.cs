using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Convolutions of any size and stride by im2col: matrix products over the inputs of each position, copied side by side. A 1x1 one is
/// a matrix product as it stands.</summary>
internal static class Im2colConvolution
{
    /// <summary>
    /// <c>y[p, o] = epilogue(bias[o] + sum over ky, kx, c of weight[o, ky, kx, c] x[stride p + (ky, kx) - padding, c])</c>. One group
    /// computes all output channels of a block of positions: grid X = blocks.
    /// </summary>
    /// <param name="a">[objects, inHeight, inWidth, channelsA]</param>
    /// <param name="b">[objects, inHeight, inWidth, channelsB]; unused where channelsB is 0</param>
    /// <param name="weight">[outChannels / width, size, size, channelsA + channelsB, width]: panels of one vector, zero where padded</param>
    /// <param name="bias">[outChannels, padded to whole vectors]</param>
    /// <param name="residual">[objects or 1, outHeight, outWidth, outChannels]; unused where the epilogue adds none</param>
    /// <param name="y">[objects, outHeight, outWidth, outChannels]; may be the residual</param>
    /// <param name="shape">The extents.</param>
    /// <param name="blockRows">Positions that one group computes: a multiple of 8.</param>
    /// <param name="rowsFirst">Whether a group computes all channels of 8 positions before the next positions, as suits weights that stay in a
    /// near cache: memory is then read and written in order. Otherwise it computes two or three vectors of channels for all its positions at a time.</param>
    /// <param name="streams">Whether y goes past the caches (<see cref="Result"/>).</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void Convolve<TVec>(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int blockRows, Flag rowsFirst, Flag streams, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        // Scratch: the inputs of each position [blockRows, depth], then the sums [blockRows, padded outChannels]. Rows are a vector apart, so that they
        // do not share cache sets.
        ArrayView<float> scratch = SharedMemory.GetDynamic();
        int panels = (shape.OutChannels + TVec.Width - 1) / TVec.Width;
        int inputRow = shape.Depth + TVec.Width, sumRow = (panels + 1) * TVec.Width;
        int sums = blockRows * inputRow;
        int firstRow = Grid.IdxX * blockRows;
        int rows = Math.Min(blockRows, shape.OutRows - firstRow);

        if (shape.IsMatrixProduct) CopyRows<TVec>(a, firstRow * shape.Depth, rows, shape.Depth, scratch, inputRow);
        else Im2col<TVec>(a, b, scratch, inputRow, firstRow, rows, shape);
        ZeroRows<TVec>(scratch, rows, inputRow);

        int across = RegisterTile.Count<TVec>(panels), down = (rows + RegisterTile.Rows - 1) / RegisterTile.Rows;
        for (int i = 0; i < down * across; i++)
        {
            int row = (rowsFirst ? i / across : i % down) * RegisterTile.Rows;
            int tile = rowsFirst ? i % across : i / down;
            int panel = RegisterTile.FirstPanel<TVec>(tile, panels);
            RegisterTile.Multiply<TVec>(
                scratch, row * inputRow, inputRow, 1, weight, panel * shape.Depth * TVec.Width, TVec.Width, shape.Depth * TVec.Width,
                RegisterTile.FirstPanel<TVec>(tile + 1, panels) - panel, shape.Depth, scratch, sums + row * sumRow + panel * TVec.Width, sumRow);
        }

        for (int r = 0; r < rows; r++) StoreRow<TVec>(scratch, sums + r * sumRow, bias, residual, y, firstRow + r, shape, streams, epilogue);
    }

    /// <summary>The floats of scratch memory that a group of <see cref="Convolve"/> needs with vectors of <paramref name="width"/> lanes.</summary>
    public static int Scratch(int width, int depth, int outChannels, int blockRows) =>
        blockRows * (depth + width + (Integers.DivideUp(outChannels, width) + 1) * width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreRow<TVec>(
        ArrayView<float> sums, int sumsAt, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y,
        int row, ConvolutionShape shape, bool streams, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        int channels = shape.OutChannels;
        int yAt = row * channels;
        int residualAt = epilogue.ResidualIsShared ? row % (shape.OutHeight * shape.OutWidth) * channels : yAt;
        int c = 0;
        for (; c + TVec.Width <= channels; c += TVec.Width)
            Result.Store(Epilogue.Finish(TVec.Load(sums, sumsAt + c), bias, c, residual, residualAt + c, epilogue), y, yAt + c, streams);
        for (; c < channels; c++)
            Vec1.Store(Epilogue.Finish(Vec1.Load(sums, sumsAt + c), bias, c, residual, residualAt + c, epilogue), y, yAt + c);
    }

    /// <summary>Copies the inputs of a matrix product to scratch, in order, which memory is fastest at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<TVec>(ArrayView<float> a, int at, int rows, int depth, ArrayView<float> scratch, int inputRow)
        where TVec : struct, IVec<TVec>
    {
        for (int r = 0; r < rows; r++) Copy<TVec>(a, at + r * depth, scratch, r * inputRow, depth, false);
    }

    /// <summary>Fills the rows up to a whole register tile.</summary>
    private static void ZeroRows<TVec>(ArrayView<float> scratch, int rows, int inputRow) where TVec : struct, IVec<TVec>
    {
        int end = (rows + RegisterTile.Rows - 1) / RegisterTile.Rows * RegisterTile.Rows;
        Zero<TVec>(scratch, rows * inputRow, (end - rows) * inputRow);
    }

    /// <summary>Copies the inputs of each output position to scratch, [rows, size, size, channelsA + channelsB].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Im2col<TVec>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> scratch, int inputRow, int firstRow, int rows, ConvolutionShape shape)
        where TVec : struct, IVec<TVec>
    {
        int outX = firstRow % shape.OutWidth, outY = firstRow / shape.OutWidth % shape.OutHeight;
        int image = firstRow / (shape.OutHeight * shape.OutWidth);
        for (int r = 0; r < rows; r++)
        {
            int top = outY * shape.Stride - shape.Padding;
            int left = outX * shape.Stride - shape.Padding;
            int at = r * inputRow;
            for (int ky = 0; ky < shape.Size; ky++)
            {
                int inRow = (image * shape.InHeight + top + ky) * shape.InWidth + left;
                bool rowInside = top + ky >= 0 && top + ky < shape.InHeight;
                if (rowInside && shape.ChannelsB == 0 && left >= 0 && left + shape.Size <= shape.InWidth)
                {
                    Copy<TVec>(a, inRow * shape.ChannelsA, scratch, at, shape.Size * shape.ChannelsA, shape.ReluInput);
                    at += shape.Size * shape.ChannelsA;
                    continue;
                }

                for (int kx = 0; kx < shape.Size; kx++)
                {
                    if (rowInside && left + kx >= 0 && left + kx < shape.InWidth)
                    {
                        Copy<TVec>(a, (inRow + kx) * shape.ChannelsA, scratch, at, shape.ChannelsA, shape.ReluInput);
                        Copy<TVec>(b, (inRow + kx) * shape.ChannelsB, scratch, at + shape.ChannelsA, shape.ChannelsB, shape.ReluInput);
                    }
                    else
                    {
                        Zero<TVec>(scratch, at, shape.ChannelsA + shape.ChannelsB);
                    }

                    at += shape.ChannelsA + shape.ChannelsB;
                }
            }

            if (++outX < shape.OutWidth) continue;
            outX = 0;
            if (++outY < shape.OutHeight) continue;
            outY = 0;
            image++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TVec>(ArrayView<float> from, int fromAt, ArrayView<float> to, int toAt, int count, bool relu)
        where TVec : struct, IVec<TVec>
    {
        if (count < TVec.Width)
        {
            for (int i = 0; i < count; i++) to[toAt + i] = relu ? MathF.Max(from[fromAt + i], 0) : from[fromAt + i];
            return;
        }

        // The last vector may overlap the one before it.
        TVec zero = TVec.Splat(0);
        for (int i = 0; i < count; i += TVec.Width)
        {
            int at = Math.Min(i, count - TVec.Width);
            TVec value = TVec.Load(from, fromAt + at);
            TVec.Store(relu ? TVec.Max(value, zero) : value, to, toAt + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zero<TVec>(ArrayView<float> to, int toAt, int count) where TVec : struct, IVec<TVec>
    {
        int i = 0;
        for (; i + TVec.Width <= count; i += TVec.Width) TVec.Store(TVec.Splat(0), to, toAt + i);
        for (; i < count; i++) to[toAt + i] = 0;
    }
}
