using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's 8 x 8 accumulators of a matrix product: of 4 rows and of the 4 that lie half a tile further, and of columns in the same way.</summary>
/// <param name="L0">The first row's first columns.</param>
/// <param name="L1">The same of the next row.</param>
/// <param name="L2">The same of the next.</param>
/// <param name="L3">The same of the next.</param>
/// <param name="L4">The same half a tile further.</param>
/// <param name="L5">The same of the next.</param>
/// <param name="L6">The same of the next.</param>
/// <param name="L7">The same of the last.</param>
/// <param name="R0">The first row's last columns.</param>
/// <param name="R1">The same of the next row.</param>
/// <param name="R2">The same of the next.</param>
/// <param name="R3">The same of the next.</param>
/// <param name="R4">The same half a tile further.</param>
/// <param name="R5">The same of the next.</param>
/// <param name="R6">The same of the next.</param>
/// <param name="R7">The same of the last.</param>
internal readonly record struct Accumulators8x8(
    Vec4 L0, Vec4 L1, Vec4 L2, Vec4 L3, Vec4 L4, Vec4 L5, Vec4 L6, Vec4 L7,
    Vec4 R0, Vec4 R1, Vec4 R2, Vec4 R3, Vec4 R4, Vec4 R5, Vec4 R6, Vec4 R7)
{
    /// <summary>No products yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Accumulators8x8 Zero()
    {
        Vec4 zero = Vec4.Splat(0);
        return new(zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero);
    }

    /// <summary>These and the products of eight rows with eight columns, for one k.</summary>
    /// <param name="x">The left operand in shared memory, rows side by side.</param>
    /// <param name="xAt">Its element of the first row.</param>
    /// <param name="w">The right operand in shared memory, columns side by side.</param>
    /// <param name="wAt">Its element of the first column.</param>
    /// <param name="half">Half a tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Accumulators8x8 Add(ArrayView<float> x, int xAt, ArrayView<float> w, int wAt, int half)
    {
        Vec4 u = Vec4.LoadAligned(x, xAt), t = Vec4.LoadAligned(x, xAt + half), l = Vec4.LoadAligned(w, wAt), r = Vec4.LoadAligned(w, wAt + half);
        return new(
            Add(u.X, l, L0), Add(u.Y, l, L1), Add(u.Z, l, L2), Add(u.W, l, L3), Add(t.X, l, L4), Add(t.Y, l, L5), Add(t.Z, l, L6), Add(t.W, l, L7),
            Add(u.X, r, R0), Add(u.Y, r, R1), Add(u.Z, r, R2), Add(u.W, r, R3), Add(t.X, r, R4), Add(t.Y, r, R5), Add(t.Z, r, R6), Add(t.W, r, R7));
    }

    /// <summary>A row's first or last columns: a loop over them keeps a kernel short.</summary>
    /// <param name="i">The row, of 8.</param>
    /// <param name="right">Whether the last columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vec4 At(int i, bool right) => right ? Pick(i, R0, R1, R2, R3, R4, R5, R6, R7) : Pick(i, L0, L1, L2, L3, L4, L5, L6, L7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec4 Add(float x, Vec4 w, Vec4 sum) => Vec4.Fma(Vec4.Splat(x), w, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec4 Pick(int i, Vec4 s0, Vec4 s1, Vec4 s2, Vec4 s3, Vec4 s4, Vec4 s5, Vec4 s6, Vec4 s7)
    {
        Vec4 low = i == 0 ? s0 : i == 1 ? s1 : i == 2 ? s2 : s3;
        Vec4 high = i == 4 ? s4 : i == 5 ? s5 : i == 6 ? s6 : s7;
        return i < 4 ? low : high;
    }
}
