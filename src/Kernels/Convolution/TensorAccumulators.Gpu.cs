using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's part of the sums of 16 positions and 32 output channels, which its warp computes as four products of matrices side
/// by side.</summary>
/// <param name="S0">Of the first 8 channels, in the order of <see cref="TensorPanels"/>.</param>
/// <param name="S1">Of the next 8.</param>
/// <param name="S2">Of the next 8.</param>
/// <param name="S3">Of the last 8.</param>
internal readonly record struct TensorAccumulators(Vec4 S0, Vec4 S1, Vec4 S2, Vec4 S3)
{
    /// <summary>These and the products of one step.</summary>
    /// <param name="inputs">Of the 16 positions.</param>
    /// <param name="left">The weights of the first 16 channels.</param>
    /// <param name="right">The weights of the last 16 channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TensorAccumulators Add<TOperands>(Quad inputs, Quad left, Quad right) where TOperands : struct, ITensorOperands => new(
        TOperands.Multiply(inputs, left.X, left.Y, S0), TOperands.Multiply(inputs, left.Z, left.W, S1),
        TOperands.Multiply(inputs, right.X, right.Y, S2), TOperands.Multiply(inputs, right.Z, right.W, S3));
}
