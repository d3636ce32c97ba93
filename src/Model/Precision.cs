namespace LiVOS.Model;

/// <summary>How exactly convolutions and matrix products multiply; sums, and all else, are floats always.</summary>
public enum Precision
{
    /// <summary>Floats: SPEC section 8 holds.</summary>
    Float32,

    /// <summary>Factors rounded to 10 bits behind the point, on tensor cores.</summary>
    Tf32,

    /// <summary>Factors rounded to halves (10 bits behind the point, at most 65504), on tensor cores.</summary>
    Float16,
}
