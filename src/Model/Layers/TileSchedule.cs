using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Model.Layers;

/// <summary>Any convolution on a device that runs groups of many items, by <see cref="TiledConvolution"/>.</summary>
internal sealed class TileSchedule(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) : IConvolutionSchedule
{
    private readonly PackedWeights _weights = PackedWeights.Load(loader, extents, weight, bias, TiledConvolution.Panel);

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        ConvolutionShape shape = operands.ShapeOf(extents);
        int tile = ConvolutionSchedule.TileSize(shape.OutRows, shape.OutChannels, plan.Device.Parallelism);
        LaunchShape grid = ConvolutionOps.TiledGrid(tile, shape);
        int divisor = TiledConvolution.WidthDivides(shape.ChannelsA, shape.ChannelsB);
        (Tensor<float> x, Tensor<float>? second, Tensor<float> y) = (operands.X, operands.Second, operands.Y);
        plan.Add(tile == TiledConvolution.LargeTile
            ? Launches.TiledConvolution.ConvolveLargeTiles(
                grid, divisor, x, second, _weights.Weight, _weights.Bias, operands.Residual, y, shape, operands.Epilogue, shape.Operations)
            : Launches.TiledConvolution.ConvolveSmallTiles(
                grid, divisor, x, second, _weights.Weight, _weights.Bias, operands.Residual, y, shape, operands.Epilogue, shape.Operations));
    }
}
