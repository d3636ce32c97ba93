using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>
/// The matrix product of one register tile: 8 rows of x times one to three vectors of columns of w. Every heavy kernel ends here. Scalars of
/// x are broadcast straight from memory, and 16 accumulators hide the latency of the multiply-adds; each is a name of its own because
/// only so does it stay in a register. Three views times three indices address the 8 rows: one addition for every three rows.
/// </summary>
internal static class RegisterTile
{
    /// <summary>The rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>How many tiles a row of <paramref name="panels"/> vectors of columns takes. Processors with vectors of 8 lanes (AVX2) have 16 registers: too
    /// few for 16 accumulators and their operands, and 8 of them do not hide the latency. They take three vectors at a time, of 4 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count<TVec>(int panels) where TVec : struct, IVec<TVec> => TVec.Width == 8 ? (panels + 2) / 3 : (panels + 1) / 2;

    /// <summary>The first vector of columns of a tile; of the one after the last, <paramref name="panels"/>. Three at a time never leave one alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstPanel<TVec>(int tile, int panels) where TVec : struct, IVec<TVec>
    {
        if (TVec.Width != 8) return Math.Min(2 * tile, panels);
        return 3 * tile >= panels ? panels : Math.Max(Math.Min(3 * tile, panels - 2), 0);
    }

    /// <summary><c>y[r, j] = sum over d of x[r, d] w[d, j]</c> for 8 rows and one to three vectors of columns, as many at a time as the registers
    /// hold.</summary>
    /// <param name="x">Element (r, d) at <c>xAt + r xRow + d xDepth</c>.</param>
    /// <param name="xAt">Where x begins.</param>
    /// <param name="xRow">The distance of two rows of x.</param>
    /// <param name="xDepth">The distance of two depths of x.</param>
    /// <param name="w">The vector of depth d at <c>wAt + d wDepth</c>, the second one <paramref name="wSecond"/> further on.</param>
    /// <param name="wAt">Where w begins.</param>
    /// <param name="wDepth">The distance of two depths of w.</param>
    /// <param name="wSecond">The distance of two vectors.</param>
    /// <param name="vectors">1 or 2, or 3 where they have 8 lanes.</param>
    /// <param name="depth">The number of products in each sum.</param>
    /// <param name="y">Row r at <c>yAt + r yRow</c>.</param>
    /// <param name="yAt">Where y begins.</param>
    /// <param name="yRow">The distance of two rows of y.</param>
    /// <param name="ahead">The distance of a vector of w that will be read soon from the one being read, or 0: weights that come from a far cache
    /// are on their way while the tile is computed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TVec>(
        ArrayView<float> x, int xAt, int xRow, int xDepth, ArrayView<float> w, int wAt, int wDepth, int wSecond, int vectors, int depth,
        ArrayView<float> y, int yAt, int yRow, int ahead = 0)
        where TVec : struct, IVec<TVec>
    {
        if (vectors > 1 && TVec.Width != 8)
        {
            Multiply8x2<TVec>(x, xAt, xRow, xDepth, w, wAt, wDepth, wSecond, depth, y, yAt, yRow, ahead);
            return;
        }

        if (vectors > 2)
        {
            Multiply4x3<TVec>(x, xAt, xRow, xDepth, w, wAt, wDepth, wSecond, depth, y, yAt, yRow, ahead);
            Multiply4x3<TVec>(x, xAt + 4 * xRow, xRow, xDepth, w, wAt, wDepth, wSecond, depth, y, yAt + 4 * yRow, yRow, ahead);
            return;
        }

        if (vectors > 1)
        {
            Multiply4x2<TVec>(x, xAt, xRow, xDepth, w, wAt, wDepth, wSecond, depth, y, yAt, yRow, ahead);
            Multiply4x2<TVec>(x, xAt + 4 * xRow, xRow, xDepth, w, wAt, wDepth, wSecond, depth, y, yAt + 4 * yRow, yRow, ahead);
            return;
        }

        for (int v = 0; v < vectors; v++)
            Multiply8x1<TVec>(x, xAt, xRow, xDepth, w, wAt + v * wSecond, wDepth, depth, y, yAt + v * TVec.Width, yRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8x2<TVec>(
        ArrayView<float> x, int xAt, int xRow, int xDepth, ArrayView<float> w, int wAt, int wDepth, int wSecond, int depth,
        ArrayView<float> y, int yAt, int yRow, int ahead)
        where TVec : struct, IVec<TVec>
    {
        TVec zero = TVec.Splat(0);
        x = x.SubView(xAt);
        w = w.SubView(wAt);
        ArrayView<float> x3 = x.SubView(3 * xRow), x6 = x.SubView(6 * xRow), wNext = w.SubView(wSecond);
        int i0 = 0, i1 = xRow, i2 = 2 * xRow, wIndex = 0;
        TVec a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero, a6 = zero, a7 = zero;
        TVec b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero, b6 = zero, b7 = zero;
        for (int d = 0; d < depth; d++)
        {
            Prefetch.Line(w, wIndex + ahead);
            TVec u = TVec.Load(w, wIndex);
            TVec v = TVec.Load(wNext, wIndex);
            wIndex += wDepth;
            TVec s = TVec.Splat(x[i0]);
            a0 = TVec.Fma(s, u, a0);
            b0 = TVec.Fma(s, v, b0);
            s = TVec.Splat(x[i1]);
            a1 = TVec.Fma(s, u, a1);
            b1 = TVec.Fma(s, v, b1);
            s = TVec.Splat(x[i2]);
            a2 = TVec.Fma(s, u, a2);
            b2 = TVec.Fma(s, v, b2);
            s = TVec.Splat(x3[i0]);
            a3 = TVec.Fma(s, u, a3);
            b3 = TVec.Fma(s, v, b3);
            s = TVec.Splat(x3[i1]);
            a4 = TVec.Fma(s, u, a4);
            b4 = TVec.Fma(s, v, b4);
            s = TVec.Splat(x3[i2]);
            a5 = TVec.Fma(s, u, a5);
            b5 = TVec.Fma(s, v, b5);
            s = TVec.Splat(x6[i0]);
            a6 = TVec.Fma(s, u, a6);
            b6 = TVec.Fma(s, v, b6);
            s = TVec.Splat(x6[i1]);
            a7 = TVec.Fma(s, u, a7);
            b7 = TVec.Fma(s, v, b7);
            i0 += xDepth;
            i1 += xDepth;
            i2 += xDepth;
        }

        TVec.Store(a0, y, yAt);
        TVec.Store(b0, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a1, y, yAt);
        TVec.Store(b1, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a2, y, yAt);
        TVec.Store(b2, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a3, y, yAt);
        TVec.Store(b3, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a4, y, yAt);
        TVec.Store(b4, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a5, y, yAt);
        TVec.Store(b5, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a6, y, yAt);
        TVec.Store(b6, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a7, y, yAt);
        TVec.Store(b7, y, yAt + TVec.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4x3<TVec>(
        ArrayView<float> x, int xAt, int xRow, int xDepth, ArrayView<float> w, int wAt, int wDepth, int wSecond, int depth,
        ArrayView<float> y, int yAt, int yRow, int ahead)
        where TVec : struct, IVec<TVec>
    {
        TVec zero = TVec.Splat(0);
        x = x.SubView(xAt);
        w = w.SubView(wAt);
        ArrayView<float> x1 = x.SubView(xRow), x2 = x.SubView(2 * xRow), x3 = x.SubView(3 * xRow);
        ArrayView<float> wNext = w.SubView(wSecond), wLast = w.SubView(2 * wSecond);
        int xIndex = 0, wIndex = 0;
        TVec a0 = zero, a1 = zero, a2 = zero, a3 = zero;
        TVec b0 = zero, b1 = zero, b2 = zero, b3 = zero;
        TVec c0 = zero, c1 = zero, c2 = zero, c3 = zero;
        for (int d = 0; d < depth; d++)
        {
            Prefetch.Line(w, wIndex + ahead);
            TVec u = TVec.Load(w, wIndex), v = TVec.Load(wNext, wIndex), t = TVec.Load(wLast, wIndex);
            wIndex += wDepth;
            TVec s = TVec.Splat(x[xIndex]);
            a0 = TVec.Fma(s, u, a0);
            b0 = TVec.Fma(s, v, b0);
            c0 = TVec.Fma(s, t, c0);
            s = TVec.Splat(x1[xIndex]);
            a1 = TVec.Fma(s, u, a1);
            b1 = TVec.Fma(s, v, b1);
            c1 = TVec.Fma(s, t, c1);
            s = TVec.Splat(x2[xIndex]);
            a2 = TVec.Fma(s, u, a2);
            b2 = TVec.Fma(s, v, b2);
            c2 = TVec.Fma(s, t, c2);
            s = TVec.Splat(x3[xIndex]);
            a3 = TVec.Fma(s, u, a3);
            b3 = TVec.Fma(s, v, b3);
            c3 = TVec.Fma(s, t, c3);
            xIndex += xDepth;
        }

        TVec.Store(a0, y, yAt);
        TVec.Store(b0, y, yAt + TVec.Width);
        TVec.Store(c0, y, yAt + 2 * TVec.Width);
        yAt += yRow;
        TVec.Store(a1, y, yAt);
        TVec.Store(b1, y, yAt + TVec.Width);
        TVec.Store(c1, y, yAt + 2 * TVec.Width);
        yAt += yRow;
        TVec.Store(a2, y, yAt);
        TVec.Store(b2, y, yAt + TVec.Width);
        TVec.Store(c2, y, yAt + 2 * TVec.Width);
        yAt += yRow;
        TVec.Store(a3, y, yAt);
        TVec.Store(b3, y, yAt + TVec.Width);
        TVec.Store(c3, y, yAt + 2 * TVec.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4x2<TVec>(
        ArrayView<float> x, int xAt, int xRow, int xDepth, ArrayView<float> w, int wAt, int wDepth, int wSecond, int depth,
        ArrayView<float> y, int yAt, int yRow, int ahead)
        where TVec : struct, IVec<TVec>
    {
        TVec zero = TVec.Splat(0);
        x = x.SubView(xAt);
        w = w.SubView(wAt);
        ArrayView<float> x1 = x.SubView(xRow), x2 = x.SubView(2 * xRow), x3 = x.SubView(3 * xRow), wNext = w.SubView(wSecond);
        int xIndex = 0, wIndex = 0;
        TVec a0 = zero, a1 = zero, a2 = zero, a3 = zero;
        TVec b0 = zero, b1 = zero, b2 = zero, b3 = zero;
        for (int d = 0; d < depth; d++)
        {
            Prefetch.Line(w, wIndex + ahead);
            TVec u = TVec.Load(w, wIndex);
            TVec v = TVec.Load(wNext, wIndex);
            wIndex += wDepth;
            TVec s = TVec.Splat(x[xIndex]);
            a0 = TVec.Fma(s, u, a0);
            b0 = TVec.Fma(s, v, b0);
            s = TVec.Splat(x1[xIndex]);
            a1 = TVec.Fma(s, u, a1);
            b1 = TVec.Fma(s, v, b1);
            s = TVec.Splat(x2[xIndex]);
            a2 = TVec.Fma(s, u, a2);
            b2 = TVec.Fma(s, v, b2);
            s = TVec.Splat(x3[xIndex]);
            a3 = TVec.Fma(s, u, a3);
            b3 = TVec.Fma(s, v, b3);
            xIndex += xDepth;
        }

        TVec.Store(a0, y, yAt);
        TVec.Store(b0, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a1, y, yAt);
        TVec.Store(b1, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a2, y, yAt);
        TVec.Store(b2, y, yAt + TVec.Width);
        yAt += yRow;
        TVec.Store(a3, y, yAt);
        TVec.Store(b3, y, yAt + TVec.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8x1<TVec>(
        ArrayView<float> x, int xAt, int xRow, int xDepth, ArrayView<float> w, int wAt, int wDepth, int depth,
        ArrayView<float> y, int yAt, int yRow)
        where TVec : struct, IVec<TVec>
    {
        TVec zero = TVec.Splat(0);
        x = x.SubView(xAt);
        w = w.SubView(wAt);
        ArrayView<float> x3 = x.SubView(3 * xRow), x6 = x.SubView(6 * xRow);
        int i0 = 0, i1 = xRow, i2 = 2 * xRow, wIndex = 0;
        TVec a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero, a6 = zero, a7 = zero;
        for (int d = 0; d < depth; d++)
        {
            TVec u = TVec.Load(w, wIndex);
            wIndex += wDepth;
            TVec s = TVec.Splat(x[i0]);
            a0 = TVec.Fma(s, u, a0);
            s = TVec.Splat(x[i1]);
            a1 = TVec.Fma(s, u, a1);
            s = TVec.Splat(x[i2]);
            a2 = TVec.Fma(s, u, a2);
            s = TVec.Splat(x3[i0]);
            a3 = TVec.Fma(s, u, a3);
            s = TVec.Splat(x3[i1]);
            a4 = TVec.Fma(s, u, a4);
            s = TVec.Splat(x3[i2]);
            a5 = TVec.Fma(s, u, a5);
            s = TVec.Splat(x6[i0]);
            a6 = TVec.Fma(s, u, a6);
            s = TVec.Splat(x6[i1]);
            a7 = TVec.Fma(s, u, a7);
            i0 += xDepth;
            i1 += xDepth;
            i2 += xDepth;
        }

        TVec.Store(a0, y, yAt);
        yAt += yRow;
        TVec.Store(a1, y, yAt);
        yAt += yRow;
        TVec.Store(a2, y, yAt);
        yAt += yRow;
        TVec.Store(a3, y, yAt);
        yAt += yRow;
        TVec.Store(a4, y, yAt);
        yAt += yRow;
        TVec.Store(a5, y, yAt);
        yAt += yRow;
        TVec.Store(a6, y, yAt);
        yAt += yRow;
        TVec.Store(a7, y, yAt);
    }
}
