using System.Runtime.CompilerServices;
using ILGPU.Algorithms;

namespace LiVOS.Ilgpu.Language;

/// <summary>The functions of <see cref="System.MathF"/> that kernels use, from ILGPU and ILGPU.Algorithms.</summary>
internal static class MathF
{
    private const float Log2E = 1.44269504f, Rounding = 12582912, Ln2 = 0.693359375f, Ln2Rest = -2.12194440e-4f;

    /// <summary>The larger of two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => IntrinsicMath.Max(a, b);

    /// <summary>The smaller of two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => IntrinsicMath.Min(a, b);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float x) => IntrinsicMath.Abs(x);

    /// <summary>The magnitude of a number with the sign of another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float CopySign(float magnitude, float sign) =>
        Interop.IntAsFloat(Interop.FloatAsInt(magnitude) & 0x7FFFFFFFu | Interop.FloatAsInt(sign) & 0x80000000u);

    /// <summary>The square root, rounded correctly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float x) => XMath.Sqrt(x);

    /// <summary>The natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => XMath.Log(x);

    /// <summary><c>a * b + c</c>. ILGPU has no mapping for <see cref="System.MathF.FusedMultiplyAdd"/>, but its PTX and its OpenCL C leave it to the
    /// driver's compiler to fuse the two, which it does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => a * b + c;

    /// <summary>
    /// e to the power of x, within 2 units in the last place. <see cref="XMath.Exp(float)"/> rounds x log2(e), which costs as many units as that
    /// number is large. Here the power of 2 next to it goes to the exponent, and only the rest through <see cref="XMath.Exp2(float)"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        // The nearest whole number: adding 1.5 * 2^23 rounds to it. At the ends, where the power is no longer normal, the rest grows instead.
        float n = Min(Max(x * Log2E, -126), 127) + Rounding - Rounding;

        // n times the first part of ln 2, of 10 bits, is exact.
        float rest = x - n * Ln2 - n * Ln2Rest;
        return XMath.Exp2(rest * Log2E) * Interop.IntAsFloat((uint)((int)n + 127) << 23);
    }
}
