using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>The network's activation functions, lane by lane. All are finite for every finite argument and go to their limits at the
/// infinities.</summary>
internal static class VecMath
{
    /// <summary><c>max(x, 0)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Relu<TVec>(TVec x) where TVec : struct, IVec<TVec> => TVec.Max(x, TVec.Splat(0));

    /// <summary><c>1 / (1 + exp(-x))</c>, within 1.5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Sigmoid<TVec>(TVec x) where TVec : struct, IVec<TVec> =>
        TVec.Splat(1) / (TVec.Splat(1) + TVec.Exp(TVec.Splat(0) - x));

    /// <summary><c>1 / (1 + exp(-x))</c> of one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary><c>tanh(x)</c>, within 1.5e-7: <c>(1 - e) / (1 + e)</c> with <c>e = exp(-2|x|)</c>, which never overflows, and x's sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Tanh<TVec>(TVec x) where TVec : struct, IVec<TVec>
    {
        TVec one = TVec.Splat(1);
        TVec e = TVec.Exp(TVec.Splat(-2) * TVec.Abs(x));
        return TVec.CopySign((one - e) / (one + e), x);
    }

    /// <summary><c>x Phi(x) = x (1 + erf(x / sqrt 2)) / 2</c>, the exact form of GELU, within 3.5e-7, or 1e-7 of x where that is larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Gelu<TVec>(TVec x) where TVec : struct, IVec<TVec>
    {
        // x Phi(x) = max(x, 0) - |x| Phi(-|x|): nothing cancels in the tail. Beyond 16 the last product is 0 in floats.
        TVec z = TVec.Min(TVec.Abs(x), TVec.Splat(16));
        return Relu(x) - z * LowerTail(z);
    }

    /// <summary><c>Phi(-z) = erfc(z / sqrt 2) / 2</c> for z of at least 0, by Abramowitz and Stegun 7.1.26 (erf within 1.5e-7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec LowerTail<TVec>(TVec z) where TVec : struct, IVec<TVec>
    {
        TVec t = TVec.Splat(1) / TVec.Fma(z, TVec.Splat(0.3275911f * 0.70710678f), TVec.Splat(1));
        TVec sum = TVec.Fma(t, TVec.Splat(0.5f * 1.061405429f), TVec.Splat(0.5f * -1.453152027f));
        sum = TVec.Fma(t, sum, TVec.Splat(0.5f * 1.421413741f));
        sum = TVec.Fma(t, sum, TVec.Splat(0.5f * -0.284496736f));
        sum = TVec.Fma(t, sum, TVec.Splat(0.5f * 0.254829592f));
        return t * sum * TVec.Exp(TVec.Splat(-0.5f) * z * z);
    }
}
