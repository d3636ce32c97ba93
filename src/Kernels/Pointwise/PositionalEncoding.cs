namespace LiVOS.Kernels;

/// <summary>The fixed sinusoidal encoding of where a position lies (docs/network.md#positional-encoding). Two tables hold it: the first half of the
/// channels depends on x only, the second on y only.</summary>
internal static class PositionalEncoding
{
    /// <summary><c>y = x + encoding</c>; y may be x. One item is a position.</summary>
    /// <param name="row">The position, of all objects.</param>
    /// <param name="x">[objects, rows, columns, channels]</param>
    /// <param name="alongX">[columns, channels / 2]: the <see cref="PositionalTable"/> of the columns.</param>
    /// <param name="alongY">[rows, channels / 2]: the <see cref="PositionalTable"/> of the rows.</param>
    /// <param name="y">[objects, rows, columns, channels]</param>
    /// <param name="rows">Rows of positions.</param>
    /// <param name="columns">Positions in a row.</param>
    /// <param name="channels">Channels of a position; the vector width divides half of them.</param>
    [Kernel]
    [VectorOver("channels / 2")]
    public static void AddPositionalEncoding<TVec, T>(
        Index1D row, ArrayView<T> x, ArrayView<float> alongX, ArrayView<float> alongY, ArrayView<T> y, int rows, int columns, int channels)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        int half = channels / 2;
        int start = row * channels, atX = row % columns * half, atY = row / columns % rows * half;
        for (int c = 0; c < half; c += TVec.Width)
        {
            TVec.StoreAligned(TVec.LoadAligned(x, start + c) + TVec.LoadAligned(alongX, atX + c), y, start + c);
            TVec.StoreAligned(TVec.LoadAligned(x, start + half + c) + TVec.LoadAligned(alongY, atY + c), y, start + half + c);
        }
    }
}
