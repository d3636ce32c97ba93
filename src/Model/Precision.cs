using LiVOS.Runtime;

namespace LiVOS.Model;

/// <summary>How exactly convolutions multiply, linear layers among them, and how memory holds the tensors between layers; sums are floats always.</summary>
public enum Precision
{
    /// <summary>Floats: within the tolerances of docs/network.md#tolerances.</summary>
    Float32,

    /// <summary>Factors rounded to 10 bits behind the point, on tensor cores. Layers whose channels 4 does not divide stay as they are.</summary>
    Tf32,

    /// <summary>Weights and tensors between layers are halves in memory (10 bits behind the point, at most 65504), half as many bytes. Tensor cores multiply
    /// them where the device has some, and 8 divides a layer's channels; else they are multiplied as floats. The video's memory, keys and probabilities
    /// stay floats.</summary>
    Float16,
}

/// <summary>What precisions ask of devices.</summary>
public static class PrecisionSupport
{
    /// <summary>Why a device does not have a precision; null where it has.</summary>
    public static string? WhyNot(this Precision precision, Device device) => precision switch
    {
        Precision.Tf32 when !device.HasTensorCores =>
            $"needs tensor cores, which the device '{device.Name}' ({device.Description}) has not; NVIDIA's from compute capability 8.0 on have them, by CUDA",
        Precision.Float16 when !device.HoldsHalves =>
            $"needs kernels over halves, which the device '{device.Name}' ({device.Description}) has not; GPUs have them, by CUDA and OpenCL",
        _ => null,
    };
}
