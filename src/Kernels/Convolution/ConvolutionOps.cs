using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>
/// Makes the convolutions of a network on a device, linear layers among them, and chooses how each is computed: on GPUs by tiles in shared
/// memory, with tensor cores where they are asked for; elsewhere 3x3 ones of stride 1 by Winograd's algorithm, and all others over im2col.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="memory">What owns the weights there.</param>
/// <param name="operands">The operands of tensor cores; null where convolutions multiply floats.</param>
public sealed class ConvolutionOps(Device device, DeviceMemory memory, TensorOperandType? operands = null)
{
    private readonly Lazy<TileTuner> _tuner = new(() => TileTuner.For(device));

    /// <summary>Makes a convolution.</summary>
    /// <param name="spec">What it is.</param>
    /// <param name="weight">[out, in, size, size]; not read where memory is only counted.</param>
    /// <param name="bias">[out]; not read where memory is only counted.</param>
    public ConvolutionOp Create(ConvolutionSpec spec, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => new(spec, Choose(spec, weight, bias));

    private IConvolutionAlgorithm Choose(ConvolutionSpec spec, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var packing = new WeightPacking(device, memory, spec);
        if (operands is { } type && TensorCoreAlgorithm.Suits(spec)) return new TensorCoreAlgorithm(packing, type, weight, bias, _tuner.Value);
        if (device.Schedule == Schedule.Gpu) return new TiledAlgorithm(packing, weight, bias);
        if (WinogradAlgorithm.Suits(device, spec)) return new WinogradAlgorithm(packing, weight, bias);
        return new Im2colAlgorithm(packing, weight, bias);
    }
}
