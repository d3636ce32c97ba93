namespace LiVOS.Kernels;

/// <summary>The second step of a convolution whose K was split: adds the splits' sums, always in the same order, and finishes them.</summary>
internal static class SplitK
{
    /// <summary>The channels of an item: the widest vector of devices whose groups have many items.</summary>
    private const int Slice = 4;

    /// <summary>The number of items of <see cref="ReduceSplits"/>.</summary>
    public static int Items(int rows, int channels) => rows * ((channels + Slice - 1) / Slice);

    /// <summary><c>y[p, o] = epilogue(bias[o] + sum over s of splits[s, p, o])</c>. One item is 4 channels of a position, or
    /// the rest of its row.</summary>
    /// <param name="item">The slice of channels, of all positions.</param>
    /// <param name="splits">[splits, objects, height, width, channels]</param>
    /// <param name="bias">[channels]</param>
    /// <param name="residual">[objects or 1, height, width, channels]; unused where the epilogue adds none</param>
    /// <param name="y">[objects, height, width, channels]; may be the residual</param>
    /// <param name="count">The number of splits.</param>
    /// <param name="rows">Positions of all objects.</param>
    /// <param name="positions">Positions of an object.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="epilogue">The bias, residual and activation.</param>
    [Kernel]
    public static void ReduceSplits<TVec, TY>(
        Index1D item, ArrayView<float> splits, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        int count, int rows, int positions, int channels, Epilogue epilogue)
        where TVec : struct, IVec<TVec>
        where TY : unmanaged
    {
        int slices = (channels + Slice - 1) / Slice;
        int row = item / slices, begin = item % slices * Slice;
        int residualRow = epilogue.ResidualIsShared ? row % positions : row;
        for (int c = begin; c < Math.Min(begin + Slice, channels); c += TVec.Width)
        {
            TVec sum = TVec.Load(splits, row * channels + c);
            for (int split = 1; split < count; split++) sum += TVec.Load(splits, (split * rows + row) * channels + c);
            TVec.Store(Epilogue.Finish(sum, bias, c, residual, residualRow * channels + c, epilogue), y, row * channels + c);
        }
    }

    /// <summary>The extent that the vector width must divide.</summary>
    public static int VectorizedExtent(int channels) => channels % Slice == 0 ? Slice : 1;
}
