using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A convolution on a device with tensor cores, by <see cref="TensorConvolution"/>.</summary>
internal sealed class TensorCoreAlgorithm(
    WeightPacking packing, TensorOperandType type, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TileTuner tuner) : IConvolutionAlgorithm
{
    private readonly bool _halves = type == TensorOperandType.Float16;
    private readonly ConvolutionSpec _spec = packing.Spec;
    private readonly PackedWeights _weights = packing.TensorCorePanels(weight, bias, type == TensorOperandType.Float16);

    /// <summary>Whether a convolution can be computed so: inputs are copied by 4 channels.</summary>
    public static bool Suits(ConvolutionSpec spec) => spec.SecondInput % 4 == 0 && spec.InChannels % 4 == 0;

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        ConvolutionShape shape = operands.ShapeOf(_spec);
        Add(plan, operands, _weights, shape, _halves, tuner.Choose(shape, _halves, plan.MayMeasure));
    }

    /// <summary>Records a convolution with a tile: one launch, or where the sums are split one for the parts and one that adds them.</summary>
    internal static void Add(PlanBuilder plan, ConvolutionOperands operands, PackedWeights weights, ConvolutionShape shape, bool halves, TensorTile tile)
    {
        (Tensor<float>? residual, Tensor<float> y) = (operands.Residual, operands.Y);
        if (tile.Parts == 1)
        {
            plan.Add(TensorLaunches.Convolve(tile, halves, operands.X, operands.Second, weights.Weight, weights.Bias, residual, y, shape, operands.Epilogue));
            return;
        }

        Tensor<float> parts = plan.Temporary($"{y.Name}.parts", Shape.Matrix(shape.OutRows, shape.OutChannels, tile.Parts));
        plan.Add(TensorLaunches.Convolve(
            tile, halves, operands.X, operands.Second, weights.Weight, weights.Bias, residual: null, parts, shape, operands.Epilogue));
        plan.Add(TensorLaunches.FinishParts(tile, parts, weights.Bias, residual, y, shape, operands.Epilogue));
    }
}
