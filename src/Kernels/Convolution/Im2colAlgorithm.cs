using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Any convolution on a device that runs groups of one item, by <see cref="Im2colConvolution"/>.</summary>
internal sealed class Im2colAlgorithm(WeightPacking packing, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) : IConvolutionAlgorithm
{
    private readonly ConvolutionSpec _spec = packing.Spec;
    private readonly PackedWeights _weights = packing.Panels(weight, bias, packing.Device.VectorWidth);

    /// <summary>The groups of <see cref="Im2colConvolution.Convolve"/> with vectors of <paramref name="width"/> lanes.</summary>
    public static LaunchShape Grid(int width, ConvolutionShape shape, int blockRows) => LaunchShape.Tiles(
        Integers.DivideUp(shape.OutRows, blockRows), dynamicShared: Im2colConvolution.Scratch(width, shape.Depth, shape.OutChannels, blockRows));

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        Device device = plan.Device;
        ConvolutionShape shape = operands.ShapeOf(_spec);
        int blockRows = ConvolutionHeuristics.BlockRows(
            shape.OutRows, shape.Depth, shape.OutChannels, device.VectorWidth, device.Parallelism, device.SharedElements);
        plan.Add(Launches.Im2colConvolution.Convolve(
            Grid(device.VectorWidth, shape, blockRows), device.VectorWidth, operands.X, operands.Second, _weights.Weight, _weights.Bias, operands.Residual,
            operands.Y, shape, blockRows, ConvolutionHeuristics.RowsFirst(shape.Depth, shape.OutChannels),
            ConvolutionHeuristics.Streams(operands.Y.Shape.Length), operands.Epilogue, shape.Operations));
    }
}
