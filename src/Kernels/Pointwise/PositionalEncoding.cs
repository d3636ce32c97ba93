using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The fixed sinusoidal encoding of where a position lies (docs/network.md#positional-encoding). Two tables hold it: the first half of the
/// channels depends on x only, the second on y only.</summary>
internal static class PositionalEncoding
{
    /// <summary><c>y = x + encoding</c>; y may be x. One item is a slice of a position.</summary>
    /// <param name="item">The slice, of all objects.</param>
    /// <param name="x">[objects, rows, columns, channels]</param>
    /// <param name="alongX">[columns, channels / 2]: the <see cref="PositionalTable"/> of the columns.</param>
    /// <param name="alongY">[rows, channels / 2]: the <see cref="PositionalTable"/> of the rows.</param>
    /// <param name="y">[objects, rows, columns, channels]</param>
    /// <param name="rows">Rows of positions.</param>
    /// <param name="columns">Positions in a row.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="slice">Channels of a slice, which divide half of a position's; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(slice))]
    public static void AddPositionalEncoding<TVec, T>(
        Index1D item, ArrayView<T> x, ArrayView<float> alongX, ArrayView<float> alongY, ArrayView<T> y, int rows, int columns, int channels, int slice)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        PixelSlice part = PixelSlice.Of(item, channels, slice);
        int half = channels / 2, start = part.Row * channels;
        if (part.First < half) Add<TVec, T>(x, alongX, part.Row % columns * half, y, start, part);
        else Add<TVec, T>(x, alongY, part.Row / columns % rows * half - half, y, start, part);
    }

    /// <summary>Adds a slice of a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVec, T>(ArrayView<T> x, ArrayView<float> table, int at, ArrayView<T> y, int start, PixelSlice part)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        for (int c = part.First; c < part.End; c += TVec.Width)
            TVec.StoreAligned(TVec.LoadAligned(x, start + c) + TVec.LoadAligned(table, at + c), y, start + c);
    }
}
