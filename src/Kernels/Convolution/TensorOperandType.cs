namespace LiVOS.Kernels;

/// <summary>What numbers are rounded to before tensor cores multiply them; sums stay floats.</summary>
public enum TensorOperandType
{
    /// <summary>Floats of 10 mantissa bits.</summary>
    Tf32,

    /// <summary>IEEE half precision: 10 mantissa bits, at most 65504.</summary>
    Float16,
}
