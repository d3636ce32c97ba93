using System.Runtime.CompilerServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>Matrix products of a warp (<c>mma.sync</c> and <c>ldmatrix</c>, sm_80 and newer). CUDA only. Who holds what of a matrix stands at
/// <see cref="Runtime.Language.TensorCore"/>.</summary>
internal static class TensorCore
{
    /// <summary>The bits of a number rounded to a 10-bit mantissa, ties away from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RoundToTf32(float value) => PtxIntrinsics.RoundToTf32(value);

    /// <summary>Four 8 x 8 matrices of 16 bits (or 8 x 4 of 32) out of shared memory.</summary>
    /// <param name="shared">An array of shared memory.</param>
    /// <param name="row">The first element of this item's row of 16 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad LoadMatrices(ArrayView<uint> shared, int row) => PtxIntrinsics.LoadMatrices(ref shared[row]);

    /// <summary><c>sums [16, 8] + a [16, 8] b [8, 8]</c> of tf32 operands with float accumulators (m16n8k8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec4 MultiplyTf32(Quad a, uint b0, uint b1, Vec4 sums) =>
        PtxIntrinsics.MultiplyTf32(a.X, a.Y, a.Z, a.W, b0, b1, sums.X, sums.Y, sums.Z, sums.W);
}
