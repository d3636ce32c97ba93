namespace LiVOS.Kernels;

/// <summary>The type to which operands are rounded for tensor cores. Sums stay floats.</summary>
internal enum TensorOperandType
{
    /// <summary>Floats of 10 mantissa bits.</summary>
    Tf32,

    /// <summary>IEEE half precision: 10 mantissa bits, at most 65504.</summary>
    Float16,
}
