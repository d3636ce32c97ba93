using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Convolutions of any size and stride by im2col: matrix products over the inputs of each position, copied side by side. A 1x1 one is
/// a matrix product as it stands.</summary>
public static class Im2colConvolution
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
    /// near cache: memory is then read and written in order. Otherwise it computes two vectors of channels for all its positions at a time.</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void Convolve<TVec>(
        ArrayView<float> a, [Optional] ArrayView<float> b, ArrayView<float> weight, ArrayView<float> bias,
        [Optional] ArrayView<float> residual, ArrayView<float> y,
        ConvolutionShape shape, int blockRows, Flag rowsFirst, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        ArrayView<float> scratch = SharedMemory.GetDynamic();
        int im2col = RegisterTile.Rows * 2 * TVec.Width; // scratch: the sums of one tile [8, 2 width], then the block's im2col rows [blockRows, depth]
        int depth = shape.Depth;
        int firstRow = Grid.IdxX * blockRows;
        int rows = Math.Min(blockRows, shape.OutRows - firstRow);

        bool direct = shape.IsMatrixProduct && rows % RegisterTile.Rows == 0;
        if (!direct) Im2col<TVec>(a, b, scratch, im2col, firstRow, rows, shape);

        int panels = (shape.OutChannels + TVec.Width - 1) / TVec.Width;
        int pairs = (panels + 1) / 2, tiles = (rows + RegisterTile.Rows - 1) / RegisterTile.Rows;
        for (int i = 0; i < tiles * pairs; i++)
        {
            int row = (rowsFirst ? i / pairs : i % tiles) * RegisterTile.Rows;
            int panel = (rowsFirst ? i % pairs : i / tiles) * 2;
            int weightAt = panel * depth * TVec.Width;
            int channel = panel * TVec.Width;
            int vectors = Math.Min(2, panels - panel);
            if (direct) MultiplyPanels<TVec>(a, (firstRow + row) * depth, weight, weightAt, depth, vectors, scratch);
            else MultiplyPanels<TVec>(scratch, im2col + row * depth, weight, weightAt, depth, vectors, scratch);

            int channels = Math.Min(2 * TVec.Width, shape.OutChannels - channel);
            for (int r = 0; r < Math.Min(RegisterTile.Rows, rows - row); r++)
                StoreRow<TVec>(scratch, r * 2 * TVec.Width, bias, residual, y, firstRow + row + r, channel, channels, shape, epilogue);
        }
    }

    /// <summary>The floats of scratch memory that a group of <see cref="Convolve"/> needs with vectors of <paramref name="width"/> lanes.</summary>
    public static int Scratch(int width, int depth, int blockRows) => RegisterTile.Rows * 2 * width + blockRows * depth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyPanels<TVec>(
        ArrayView<float> x, int xAt, ArrayView<float> weight, int weightAt, int depth, int vectors, ArrayView<float> sums)
        where TVec : struct, IVec<TVec> =>
        RegisterTile.Multiply<TVec>(x, xAt, depth, 1, weight, weightAt, TVec.Width, depth * TVec.Width, vectors, depth, sums, 0, 2 * TVec.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TVec>(
        ArrayView<float> sums, int sumsAt, ArrayView<float> bias, ArrayView<float> residual, ArrayView<float> y,
        int row, int channel, int channels, ConvolutionShape shape, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
    {
        int residualRow = epilogue.ResidualIsShared ? row % (shape.OutHeight * shape.OutWidth) : row;
        int yAt = row * shape.OutChannels + channel;
        int residualAt = residualRow * shape.OutChannels + channel;
        int c = 0;
        for (; c + TVec.Width <= channels; c += TVec.Width)
            TVec.Store(Epilogue.Finish(TVec.Load(sums, sumsAt + c), bias, channel + c, residual, residualAt + c, epilogue), y, yAt + c);
        for (; c < channels; c++)
            Vec1.Store(Epilogue.Finish(Vec1.Load(sums, sumsAt + c), bias, channel + c, residual, residualAt + c, epilogue), y, yAt + c);
    }

    /// <summary>Copies the inputs of each output position to scratch, [rows rounded up to 8, size, size, channelsA + channelsB].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Im2col<TVec>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> scratch, int im2col, int firstRow, int rows, ConvolutionShape shape)
        where TVec : struct, IVec<TVec>
    {
        int depth = shape.Depth;
        for (int r = 0; r < rows; r++)
        {
            int row = firstRow + r;
            int image = row / (shape.OutHeight * shape.OutWidth);
            int top = row / shape.OutWidth % shape.OutHeight * shape.Stride - shape.Padding;
            int left = row % shape.OutWidth * shape.Stride - shape.Padding;
            int at = im2col + r * depth;
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
        }

        int end = (rows + RegisterTile.Rows - 1) / RegisterTile.Rows * RegisterTile.Rows;
        Zero<TVec>(scratch, im2col + rows * depth, (end - rows) * depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TVec>(ArrayView<float> from, int fromAt, ArrayView<float> to, int toAt, int count, bool relu)
        where TVec : struct, IVec<TVec>
    {
        TVec zero = TVec.Splat(0);
        int i = 0;
        for (; i + TVec.Width <= count; i += TVec.Width)
        {
            TVec value = TVec.Load(from, fromAt + i);
            TVec.Store(relu ? TVec.Max(value, zero) : value, to, toAt + i);
        }

        for (; i < count; i++) to[toAt + i] = relu ? MathF.Max(from[fromAt + i], 0) : from[fromAt + i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zero<TVec>(ArrayView<float> to, int toAt, int count) where TVec : struct, IVec<TVec>
    {
        int i = 0;
        for (; i + TVec.Width <= count; i += TVec.Width) TVec.Store(TVec.Splat(0), to, toAt + i);
        for (; i < count; i++) to[toAt + i] = 0;
    }
}
