using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Any convolution on a device that runs groups of many items, by <see cref="TiledConvolution"/>.</summary>
internal sealed class TiledAlgorithm(WeightPacking packing, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool inHalves = false)
    : IConvolutionAlgorithm
{
    private readonly ConvolutionSpec _spec = packing.Spec.Size <= KTileWalk.MostSize ? packing.Spec
        : throw new NotSupportedException($"{packing.Spec.Name} has a window of {packing.Spec.Size}; on GPUs it can be {KTileWalk.MostSize} at most.");

    private readonly PackedWeights _weights = packing.TiledPanels(weight, bias, inHalves);

    /// <summary>The groups for tiles of <paramref name="tile"/>: neighbouring groups have the same positions, so that their inputs are
    /// still in a cache.</summary>
    public static LaunchShape Grid(int tile, ConvolutionShape shape) => new(
        new(Integers.DivideUp(shape.OutRows, tile) * Integers.DivideUp(shape.OutChannels, tile)), new(TiledConvolution.Items));

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        ConvolutionShape shape = operands.ShapeOf(_spec);
        int tile = ConvolutionHeuristics.TileSize(shape.OutRows, shape.OutChannels, plan.Device.Parallelism);
        LaunchShape grid = Grid(tile, shape);
        int divisor = TiledConvolution.VectorizedExtent(shape.ChannelsA, shape.ChannelsB);
        (Tensor<float> x, Tensor<float>? second, Tensor<float> y) = (operands.X, operands.Second, operands.Y);
        plan.Add(tile == TiledConvolution.LargeTile
            ? Launches.TiledConvolution.ConvolveLargeTiles(
                grid, divisor, x, second, _weights.Weight, _weights.Bias, operands.Residual, y, shape, operands.Epilogue, shape.Operations)
            : Launches.TiledConvolution.ConvolveSmallTiles(
                grid, divisor, x, second, _weights.Weight, _weights.Bias, operands.Residual, y, shape, operands.Epilogue, shape.Operations));
    }
}
