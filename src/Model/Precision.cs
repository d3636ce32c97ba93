namespace LiVOS.Model;

/// <summary>How exactly convolutions multiply, linear layers among them; sums, tensors in memory and all else are floats always.</summary>
public enum Precision
{
    /// <summary>Floats: within the tolerances of docs/network.md#tolerances.</summary>
    Float32,

    /// <summary>Factors rounded to 10 bits behind the point, on tensor cores. Layers whose channels 4 does not divide stay as they are.</summary>
    Tf32,

    /// <summary>Factors rounded to halves (10 bits behind the point, at most 65504), on tensor cores. Layers whose channels 4 does not divide stay as they
    /// are.</summary>
    Float16,
}
