using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>
/// Creates a network's convolutions and linear layers on a device, and chooses the algorithm of each: on GPUs tiles in shared memory, with
/// tensor cores on request; on CPUs Winograd for 3x3 convolutions of stride 1, and im2col for all others.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="memory">The owner of the weights there.</param>
/// <param name="operands">The operands of tensor cores; null if convolutions multiply floats.</param>
internal sealed class ConvolutionOps(Device device, DeviceMemory memory, TensorOperandType? operands = null)
{
    private readonly Lazy<TileTuner> _tuner = new(() => TileTuner.For(device));

    /// <summary>Creates a convolution.</summary>
    /// <param name="spec">Its sizes.</param>
    /// <param name="weight">[out, in, size, size]; not read if memory is only counted.</param>
    /// <param name="bias">[out]; not read if memory is only counted.</param>
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
