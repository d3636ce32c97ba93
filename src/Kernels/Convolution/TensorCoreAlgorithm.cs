using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A convolution on a device with tensor cores, by <see cref="TensorConvolution"/>.</summary>
internal sealed class TensorCoreAlgorithm(
    WeightPacking packing, TensorOperandType type, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TileTuner tuner) : IConvolutionAlgorithm
{
    private readonly bool _fp16 = type == TensorOperandType.Float16;
    private readonly ConvolutionSpec _spec = packing.Spec;
    private readonly PackedWeights _weights = packing.TensorCorePanels(weight, bias, type == TensorOperandType.Float16);

    /// <summary>Whether a convolution can be computed so: inputs are copied by 16 bytes.</summary>
    public static bool Suits(ConvolutionSpec spec, TensorOperandType type)
    {
        int channels = type == TensorOperandType.Float16 ? 8 : 4;
        return spec.SecondInput % channels == 0 && spec.InChannels % channels == 0 && spec.Size <= KTileWalk.MostSize;
    }

    /// <inheritdoc/>
    public void Record(PlanBuilder plan, ConvolutionOperands operands)
    {
        ConvolutionShape shape = operands.ShapeOf(_spec);
        Add(plan, operands, _weights, shape, _fp16, tuner.Choose(shape, _fp16, plan.MayMeasure));
    }

    /// <summary>Records a convolution with a tile: one launch, or with split-K one for the splits and one that adds them.</summary>
    internal static void Add(PlanBuilder plan, ConvolutionOperands operands, PackedWeights weights, ConvolutionShape shape, bool fp16, BlockTile tile)
    {
        (Tensor<float>? residual, Tensor<float> y) = (operands.Residual, operands.Y);
        if (tile.Splits == 1)
        {
            plan.Add(TensorLaunches.Convolve(tile, fp16, operands.X, operands.Second, weights.Weight, weights.Bias, residual, y, shape, operands.Epilogue));
            return;
        }

        Tensor<float> splits = plan.Intermediate($"{y.Name}.splits", Shape.Matrix(shape.OutRows, shape.OutChannels, tile.Splits));
        plan.Add(TensorLaunches.Convolve(
            tile, fp16, operands.X, operands.Second, weights.Weight, weights.Bias, residual: null, splits, shape, operands.Epilogue));
        plan.Add(TensorLaunches.ReduceSplits(tile, splits, weights.Bias, residual, y, shape, operands.Epilogue));
    }
}
