using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A 3x3 convolution of stride 1 on a device that runs groups of one item, by <see cref="Winograd"/>.</summary>
internal sealed class WinogradAlgorithm : IConvolutionAlgorithm
{
    private readonly ConvolutionSpec _spec;
    private readonly int _divisor; // the vector width divides it: the greatest common divisor of all channel counts
    private readonly int _width;
    private readonly PackedWeights _weights;

    /// <summary>Packs the weights of a convolution that it suits.</summary>
    public WinogradAlgorithm(WeightPacking packing, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        _spec = packing.Spec;
        _divisor = DivisorOf(_spec);
        _width = Launch.WidthFor(packing.Device.VectorWidth, _divisor);
        _weights = packing.Panels(weight, bias, _width, PanelOrder.Filters);
    }

    /// <summary>Whether a convolution can be computed so: vectors divide its channels, and a group's memory holds a row of tiles.</summary>
    public static bool Suits(Device device, ConvolutionSpec spec)
    {
        int width = Launch.WidthFor(device.VectorWidth, DivisorOf(spec));
        return spec.Size == 3 && spec.Stride == 1 && width > 1
            && ConvolutionHeuristics.LargestBlockTiles(spec.InChannels, spec.OutChannels, width, device.SharedElements) > 0;
    }

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        Shape x = operands.X.Shape;
        WinogradShape shape = ConvolutionHeuristics.ForWinograd(
            x.Objects, x.Height, x.Width, x.Channels, operands.ChannelsB, _spec.OutChannels, operands.ReluInput, _width, plan.Device);
        int slice = shape.SliceChannels;
        for (int first = 0; first < _spec.OutChannels; first += slice)
        {
            shape = shape with { FirstChannel = first, SliceChannels = Math.Min(slice, _spec.OutChannels - first) };
            Tensor<float> filters = plan.Intermediate($"{_spec.Name}.transformed", FiltersShape(shape, _width));
            plan.Add(Launches.Winograd.TransformFilters(
                FilterGrid(shape, _width), _divisor, _weights.Weight, filters, first / _width, shape.InChannels,
                ConvolutionHeuristics.Streams(filters.Shape.Length)));
            plan.Add(Launches.Winograd.Convolve3x3(
                Grid(shape, _width), _divisor, operands.X, operands.Second, filters, _weights.Bias, operands.Residual, operands.Y, shape, operands.Epilogue,
                2L * _spec.Depth * shape.SliceChannels * operands.Y.Shape.Rows));
        }
    }

    /// <summary>The transformed filters of one launch.</summary>
    public static Shape FiltersShape(WinogradShape shape, int width) =>
        new(Winograd.Points, 1, shape.SliceChannels / width * shape.InChannels + Winograd.LineFloats / width, width);

    /// <summary>The groups of <see cref="Winograd.TransformFilters"/>.</summary>
    public static LaunchShape FilterGrid(WinogradShape shape, int width) => LaunchShape.Tiles(
        shape.SliceChannels / width, Integers.DivideUp(shape.InChannels, Winograd.FilterBlock), dynamicShared: Winograd.FilterScratch(width));

    /// <summary>The groups of <see cref="Winograd.Convolve3x3"/>.</summary>
    public static LaunchShape Grid(WinogradShape shape, int width) =>
        LaunchShape.Tiles(Integers.DivideUp(shape.Tiles, shape.BlockTiles), dynamicShared: shape.Scratch(width));

    private static int DivisorOf(ConvolutionSpec spec) =>
        Integers.GreatestDivisor(Integers.GreatestDivisor(spec.InChannels - spec.SecondInput, spec.SecondInput), spec.OutChannels);
}
