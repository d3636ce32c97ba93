using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>The launches of a convolution on tensor cores, which has a kernel for each tile and each kind of operands.</summary>
internal static class TensorLaunches
{
    /// <summary>The convolution, or with split-K the sums of its splits.</summary>
    /// <inheritdoc cref="TensorConvolution.ConvolveTf32Large"/>
    public static Launch Convolve(
        BlockTile tile, bool fp16, Tensor<float> a, Tensor<float>? b, Tensor<float> weight, Tensor<float> bias, Tensor<float>? residual, Tensor<float> y,
        ConvolutionShape shape, Epilogue epilogue)
    {
        LaunchShape grid = tile.LaunchGrid(shape);
        (int kTiles, long operations) = (tile.KTilesPerSplit(shape, fp16), shape.Operations);
        return (tile, fp16) switch
        {
            ((128, 128, _), false) => Launches.TensorConvolution.ConvolveTf32Wide(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((128, 64, _), false) => Launches.TensorConvolution.ConvolveTf32Large(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((64, 64, _), false) => Launches.TensorConvolution.ConvolveTf32Medium(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((64, 32, _), false) => Launches.TensorConvolution.ConvolveTf32Small(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((128, 128, _), true) => Launches.Fp16Convolution.ConvolveFp16Wide(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((128, 64, _), true) => Launches.Fp16Convolution.ConvolveFp16Large(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((64, 64, _), true) => Launches.Fp16Convolution.ConvolveFp16Medium(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            ((64, 32, _), true) => Launches.Fp16Convolution.ConvolveFp16Small(grid, a, b, weight, bias, residual, y, shape, kTiles, epilogue, operations),
            _ => throw new ArgumentException($"There is no kernel for tiles of {tile.Rows} x {tile.Channels}."),
        };
    }

    /// <summary>Adds the sums of the splits, and finishes them: see <see cref="SplitK.ReduceSplits"/>.</summary>
    public static Launch ReduceSplits(
        BlockTile tile, Tensor<float> splits, Tensor<float> bias, Tensor<float>? residual, Tensor<float> y, ConvolutionShape shape, Epilogue epilogue) =>
        Launches.SplitK.ReduceSplits(
            SplitK.Items(shape.OutRows, shape.OutChannels), SplitK.VectorizedExtent(shape.OutChannels), splits, bias, residual, y,
            tile.Splits, shape.OutRows, shape.OutHeight * shape.OutWidth, shape.OutChannels, epilogue);
}
