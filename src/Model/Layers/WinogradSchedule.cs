using System.Numerics;
using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Model.Layers;

/// <summary>A 3x3 convolution of stride 1 on a device that runs groups of one item, by <see cref="Winograd"/>.</summary>
internal sealed class WinogradSchedule : IConvolutionSchedule
{
    private readonly ConvolutionExtents _extents;
    private readonly int _divisor; // what the vector's width divides: every channel count
    private readonly int _width;
    private readonly PackedWeights _weights;

    /// <summary>Packs the weights of a convolution that it suits.</summary>
    public WinogradSchedule(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        _extents = extents;
        _divisor = DivisorOf(extents);
        _width = Launch.WidthFor(loader.Device.VectorWidth, _divisor);
        _weights = PackedWeights.Load(loader, extents, weight, bias, _width);
    }

    /// <summary>Whether a convolution can be computed so: vectors divide its channels, and a group's memory holds a row of tiles.</summary>
    public static bool Suits(Device device, ConvolutionExtents extents)
    {
        int width = Launch.WidthFor(device.VectorWidth, DivisorOf(extents));
        return extents.Size == 3 && extents.Stride == 1 && width > 1
            && ConvolutionSchedule.LargestBlockTiles(extents.InChannels, extents.OutChannels, width, device.SharedElements) > 0;
    }

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        (Device device, Shape x) = (plan.Device, operands.X.Shape);
        (int inChannels, int outChannels) = (_extents.InChannels, _extents.OutChannels);
        int part = ConvolutionSchedule.PartChannels(inChannels, outChannels);
        var shape = new WinogradShape(
            x.Height, x.Width, x.Channels, operands.ChannelsB, outChannels, 0, part, 0, 0, ConvolutionSchedule.ChunkChannels(outChannels), operands.ReluInput);
        int tiles = x.Objects * shape.TilesPerObject;
        int blockTiles = ConvolutionSchedule.BlockTiles(tiles, inChannels, outChannels, _width, device.Parallelism, device.SharedElements);
        shape = shape with { Tiles = tiles, BlockTiles = blockTiles };
        var grid = LaunchShape.Tiles((tiles + blockTiles - 1) / blockTiles, dynamicShared: shape.Scratch(_width));
        int filterBlocks = (inChannels + Winograd.FilterBlock - 1) / Winograd.FilterBlock;

        for (int first = 0; first < outChannels; first += part)
        {
            shape = shape with { FirstChannel = first, PartChannels = Math.Min(part, outChannels - first) };
            int panels = shape.PartChannels / _width;
            Tensor<float> filters = plan.Temporary($"{_extents.Name}.transformed", new Shape(Winograd.Points, 1, panels * inChannels + 1, _width));
            plan.Add(Launches.Winograd.TransformFilters(
                LaunchShape.Tiles(panels, filterBlocks, dynamicShared: Winograd.FilterScratch(_width)), _divisor, _weights.Weight, filters, first / _width, inChannels));
            plan.Add(Launches.Winograd.Convolve3x3(
                grid, _divisor, operands.X, operands.Second, filters, _weights.Bias, operands.Residual, operands.Y, shape, operands.Epilogue,
                2L * _extents.Depth * shape.PartChannels * operands.Y.Shape.Rows));
        }
    }

    private static int DivisorOf(ConvolutionExtents extents) =>
        GreatestDivisor(GreatestDivisor(extents.InChannels - extents.SecondInput, extents.SecondInput), extents.OutChannels);

    private static int GreatestDivisor(int a, int b) => (int)BigInteger.GreatestCommonDivisor(a, b);
}
