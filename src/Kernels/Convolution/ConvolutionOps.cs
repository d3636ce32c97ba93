using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>Which kernels compute a convolution on a device, and how they are launched.</summary>
public static class ConvolutionOps
{
    /// <summary>The launch of <see cref="Convolution.Convolve"/> with vectors of <paramref name="width"/> lanes.</summary>
    public static LaunchShape PatchGrid(int width, ConvolutionShape shape, int blockRows) =>
        LaunchShape.Tiles((shape.OutRows + blockRows - 1) / blockRows, dynamicShared: Convolution.Scratch(width, shape.Depth, blockRows));

    /// <summary>The launch of <see cref="TiledConvolution"/> for tiles of <paramref name="tile"/>: neighbouring groups have the same positions,
    /// so that their inputs are still in a cache.</summary>
    public static LaunchShape TiledGrid(int tile, ConvolutionShape shape) => new(
        new((shape.OutRows + tile - 1) / tile * ((shape.OutChannels + tile - 1) / tile)), new(TiledConvolution.Side, TiledConvolution.Side));
}
