using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>Any convolution on a device that runs groups of one item, by <see cref="Convolution"/>.</summary>
internal sealed class PatchSchedule(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) : IConvolutionSchedule
{
    private readonly PackedWeights _weights = PackedWeights.Load(loader, extents, weight, bias, loader.Device.VectorWidth);

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        Device device = plan.Device;
        ConvolutionShape shape = operands.ShapeOf(extents);
        int blockRows = ConvolutionSchedule.BlockRows(shape.OutRows, shape.Depth, device.VectorWidth, device.Parallelism, device.SharedElements);
        plan.Add(Launches.Convolution.Convolve(
            ConvolutionOps.PatchGrid(device.VectorWidth, shape, blockRows), device.VectorWidth, operands.X, operands.Second, _weights.Weight,
            _weights.Bias, operands.Residual, operands.Y, shape, blockRows, ConvolutionSchedule.RowsFirst(shape.Depth, shape.OutChannels), operands.Epilogue,
            shape.Operations));
    }
}
