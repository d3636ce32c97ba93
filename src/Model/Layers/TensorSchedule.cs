using LiVOS.Kernels;
using LiVOS.Model.Tuning;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>A convolution on a device with tensor cores, by <see cref="TensorConvolution"/>.</summary>
internal sealed class TensorSchedule(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    : IConvolutionSchedule
{
    private readonly bool _halves = loader.Precision == Precision.Float16;
    private readonly TileTuner _tiles = loader.Tiles;
    private readonly PackedWeights _weights = PackedWeights.LoadForTensorCores(loader, extents, weight, bias, loader.Precision == Precision.Float16);

    /// <summary>Whether a convolution can be computed so: the precision asks for it, and inputs are copied by 4 channels.</summary>
    public static bool Suits(WeightLoader loader, ConvolutionExtents extents) =>
        loader.Precision != Precision.Float32 && extents.SecondInput % 4 == 0 && extents.InChannels % 4 == 0;

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        ConvolutionShape shape = operands.ShapeOf(extents);
        Add(plan, operands, _weights, shape, _halves, _tiles.Choose(shape, _halves, plan.MayMeasure));
    }

    /// <summary>Records a convolution with a tile: one launch, or where the sums are split one for the parts and one that adds them.</summary>
    internal static void Add(PlanBuilder plan, ConvolutionOperands operands, PackedWeights weights, ConvolutionShape shape, bool halves, TensorTile tile)
    {
        (Tensor<float> x, Tensor<float>? second) = (operands.X, operands.Second);
        (Tensor<float>? residual, Tensor<float> y) = (operands.Residual, operands.Y);
        if (tile.Parts == 1)
        {
            plan.Add(TensorLaunches.Convolve(tile, halves, x, second, weights.Weight, weights.Bias, residual, y, shape, operands.Epilogue));
            return;
        }

        Tensor<float> parts = plan.Temporary($"{y.Name}.parts", Shape.Matrix(shape.OutRows, shape.OutChannels, tile.Parts));
        plan.Add(TensorLaunches.Convolve(tile, halves, x, second, weights.Weight, weights.Bias, residual: null, parts, shape, operands.Epilogue));
        plan.Add(TensorLaunches.FinishParts(tile, parts, weights.Bias, residual, y, shape, operands.Epilogue));
    }
}
