namespace LiVOS.Kernels;

/// <summary>Sums and copies of tensors, element by element.</summary>
internal static class Elementwise
{
    /// <summary><c>y[row] = a[row] + b[row]</c>; y may be a or b. One item is a row of channels.</summary>
    /// <param name="row">The position, of all objects.</param>
    /// <param name="a">[rows, channels]</param>
    /// <param name="b">[rows, channels]</param>
    /// <param name="y">[rows, channels]</param>
    /// <param name="channels">Channels of a row.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void Add<TVec>(Index1D row, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int channels)
        where TVec : struct, IVec<TVec>
    {
        int start = row * channels;
        for (int c = start; c < start + channels; c += TVec.Width)
            TVec.StoreAligned(TVec.LoadAligned(a, c) + TVec.LoadAligned(b, c), y, c);
    }

    /// <summary><c>y[row] = x[row]</c>, as floats or halves. One item is a row of channels.</summary>
    /// <param name="row">The position, of all objects.</param>
    /// <param name="x">[rows, channels]</param>
    /// <param name="y">[rows, channels]</param>
    /// <param name="channels">Channels of a row.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void Copy<TVec, T, TY>(Index1D row, ArrayView<T> x, ArrayView<TY> y, int channels)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
        where TY : unmanaged
    {
        int start = row * channels;
        for (int c = start; c < start + channels; c += TVec.Width) TVec.StoreAligned(TVec.LoadAligned(x, c), y, c);
    }
}
