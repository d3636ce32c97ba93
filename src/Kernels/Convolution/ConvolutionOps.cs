using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>
/// Creates a network's convolutions and linear layers on a device, and chooses the algorithm of each: on GPUs tiles in shared memory, with
/// tensor cores on request; on CPUs Winograd for 3x3 convolutions of stride 1, and im2col for all others.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="memory">The owner of the weights there.</param>
/// <param name="operands">What operands are rounded to; null if convolutions multiply floats. Tensor cores multiply them where the device has some, and halves
/// are what memory holds.</param>
internal sealed class ConvolutionOps(Device device, DeviceMemory memory, TensorOperandType? operands = null)
{
    private readonly Lazy<TileTuner> _tuner = new(() => TileTuner.For(device));

    /// <summary>Creates a convolution.</summary>
    /// <param name="spec">Its sizes.</param>
    /// <param name="weight">[out, in, size, size]; not read if memory is only counted.</param>
    /// <param name="bias">[out]; not read if memory is only counted.</param>
    public ConvolutionOp Create(ConvolutionSpec spec, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        bool isRounded = operands is { } type && TensorCoreAlgorithm.Suits(spec, type), halves = operands == TensorOperandType.Float16;
        return new(spec, Choose(spec, isRounded, weight, bias), takesHalves: halves && isRounded, givesHalves: halves);
    }

    private IConvolutionAlgorithm Choose(ConvolutionSpec spec, bool isRounded, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var packing = new WeightPacking(device, memory, spec);
        if (isRounded && device.HasTensorCores) return new TensorCoreAlgorithm(packing, operands!.Value, weight, bias, _tuner.Value);
        if (device.Schedule == Schedule.Gpu) return new TiledAlgorithm(packing, weight, bias, inHalves: isRounded);
        if (WinogradAlgorithm.Suits(device, spec)) return new WinogradAlgorithm(packing, weight, bias);
        return new Im2colAlgorithm(packing, weight, bias);
    }
}
