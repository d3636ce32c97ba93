using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>The launches of a convolution on tensor cores, which has a kernel for each tile and each kind of factors.</summary>
internal static class TensorLaunches
{
    /// <summary>The convolution, or the parts of its sums where the tile has several.</summary>
    /// <inheritdoc cref="TensorConvolution.ConvolveTf32Large"/>
    public static Launch Convolve(
        TensorTile tile, bool halves, Tensor<float> a, Tensor<float>? b, Tensor<float> weight, Tensor<float> bias, Tensor<float>? residual, Tensor<float> y,
        ConvolutionShape shape, Epilogue epilogue)
    {
        LaunchShape grid = tile.LaunchGrid(shape, halves);
        (int slabs, long operations) = (tile.SlabsOfPart(shape), shape.Operations);
        return (tile, halves) switch
        {
            ((128, 64, _), false) => Launches.TensorConvolution.ConvolveTf32Large(grid, a, b, weight, bias, residual, y, shape, slabs, epilogue, operations),
            ((64, 64, _), false) => Launches.TensorConvolution.ConvolveTf32Medium(grid, a, b, weight, bias, residual, y, shape, slabs, epilogue, operations),
            ((64, 32, _), false) => Launches.TensorConvolution.ConvolveTf32Small(grid, a, b, weight, bias, residual, y, shape, slabs, epilogue, operations),
            ((128, 64, _), true) => Launches.TensorConvolution.ConvolveHalvesLarge(grid, a, b, weight, bias, residual, y, shape, slabs, epilogue, operations),
            ((64, 64, _), true) => Launches.TensorConvolution.ConvolveHalvesMedium(grid, a, b, weight, bias, residual, y, shape, slabs, epilogue, operations),
            ((64, 32, _), true) => Launches.TensorConvolution.ConvolveHalvesSmall(grid, a, b, weight, bias, residual, y, shape, slabs, epilogue, operations),
            _ => throw new ArgumentException($"There is no kernel for tiles of {tile.Rows} x {tile.Channels}."),
        };
    }

    /// <summary>What adds the parts of the sums, and finishes them: see <see cref="ConvolutionParts.FinishParts"/>.</summary>
    public static Launch FinishParts(
        TensorTile tile, Tensor<float> parts, Tensor<float> bias, Tensor<float>? residual, Tensor<float> y, ConvolutionShape shape, Epilogue epilogue) =>
        Launches.ConvolutionParts.FinishParts(
            ConvolutionParts.Items(shape.OutRows, shape.OutChannels), ConvolutionParts.WidthDivides(shape.OutChannels), parts, bias, residual, y,
            tile.Parts, shape.OutRows, shape.OutHeight * shape.OutWidth, shape.OutChannels, epilogue);
}
