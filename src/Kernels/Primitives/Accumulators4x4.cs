using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's 4 x 4 accumulators of a matrix product.</summary>
/// <param name="Row0">The first row.</param>
/// <param name="Row1">The second row.</param>
/// <param name="Row2">The third row.</param>
/// <param name="Row3">The last row.</param>
internal readonly record struct Accumulators4x4(Vec4 Row0, Vec4 Row1, Vec4 Row2, Vec4 Row3)
{
    /// <summary>These and the products of four rows with four columns, for one k.</summary>
    /// <param name="x">The left operand in shared memory.</param>
    /// <param name="xAt">Its element of the first row.</param>
    /// <param name="pitch">The distance of two rows.</param>
    /// <param name="w">The right operand in shared memory.</param>
    /// <param name="wAt">Its element of the first column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Accumulators4x4 Add(ArrayView<float> x, int xAt, int pitch, ArrayView<float> w, int wAt)
    {
        Vec4 u = Vec4.LoadAligned(w, wAt);
        return new(
            Vec4.Fma(Vec4.Splat(x[xAt]), u, Row0), Vec4.Fma(Vec4.Splat(x[xAt + pitch]), u, Row1),
            Vec4.Fma(Vec4.Splat(x[xAt + 2 * pitch]), u, Row2), Vec4.Fma(Vec4.Splat(x[xAt + 3 * pitch]), u, Row3));
    }

    /// <summary>The same, for a left operand whose rows lie side by side.</summary>
    /// <inheritdoc cref="Add(ArrayView{float}, int, int, ArrayView{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Accumulators4x4 Add(ArrayView<float> x, int xAt, ArrayView<float> w, int wAt)
    {
        Vec4 s = Vec4.LoadAligned(x, xAt), u = Vec4.LoadAligned(w, wAt);
        return new(
            Vec4.Fma(Vec4.Splat(s.X), u, Row0), Vec4.Fma(Vec4.Splat(s.Y), u, Row1),
            Vec4.Fma(Vec4.Splat(s.Z), u, Row2), Vec4.Fma(Vec4.Splat(s.W), u, Row3));
    }

    /// <summary>These and others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Accumulators4x4 Add(Accumulators4x4 other) => new(Row0 + other.Row0, Row1 + other.Row1, Row2 + other.Row2, Row3 + other.Row3);

    /// <summary>One row: a loop over them keeps a kernel short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vec4 Row(int i) => i == 0 ? Row0 : i == 1 ? Row1 : i == 2 ? Row2 : Row3;
}
