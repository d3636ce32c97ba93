using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class TiledConvolutionTests
{
    public sealed record Case(
        int Tile, int Objects, int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int Size, int Stride, int Padding,
        bool ReluInput = false, Activation Activation = Activation.None, Residual Residual = Residual.None, bool Shared = false);

    public static TheoryData<string, Case> Cases => Devices.WithGroupsTimes(
        [.. new[] { TiledConvolution.LargeTile, TiledConvolution.SmallTile }.SelectMany(tile => new Case[]
        {
            new(tile, 1, 1, 1, 1, 0, 1, 1, 1, 0),
            new(tile, 1, 1, 1, 3, 0, 5, 3, 2, 1),
            new(tile, 1, 8, 8, 16, 0, 64, 1, 1, 0),
            new(tile, 2, 5, 7, 33, 0, 65, 1, 1, 0),
            new(tile, 1, 13, 10, 5, 0, 24, 7, 2, 3, Activation: Activation.Relu),
            new(tile, 2, 7, 6, 32, 0, 36, 3, 2, 1),
            new(tile, 2, 1, 19, 8, 0, 16, 3, 1, 1),
            new(tile, 2, 19, 1, 8, 0, 15, 3, 2, 1),
            new(tile, 2, 6, 6, 20, 2, 40, 1, 1, 0, Activation: Activation.Sigmoid),
            new(tile, 2, 7, 5, 12, 4, 33, 3, 1, 1, ReluInput: true),
            new(tile, 1, 8, 6, 16, 0, 31, 1, 2, 0),
            new(tile, 2, 8, 6, 16, 0, 16, 1, 1, 0, ReluInput: true, Residual: Residual.BeforeActivation, Activation: Activation.Relu),
            new(tile, 3, 4, 6, 32, 0, 66, 1, 1, 0, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true),
        })]);

    [Theory, MemberData(nameof(Cases))]
    public void MatchesItsDefinition(string device, Case c)
    {
        using var rig = new Rig(device);
        int outHeight = (c.Height + 2 * c.Padding - c.Size) / c.Stride + 1, outWidth = (c.Width + 2 * c.Padding - c.Size) / c.Stride + 1;
        var outShape = new Shape(c.Objects, outHeight, outWidth, c.OutChannels);
        var shape = new ConvolutionShape(
            c.Height, c.Width, c.ChannelsA, c.ChannelsB, c.Size, c.Stride, c.Padding, outHeight, outWidth, c.OutChannels, outShape.Rows, c.ReluInput);
        var epilogue = new Epilogue(c.Activation, c.Residual, c.Shared);

        Tensor<float> a = rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsA), 1);
        Tensor<float> b = c.ChannelsB > 0 ? rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsB), 2) : a;
        float[] weight = rig.Input(Shape.Matrix(c.OutChannels, shape.Depth), 3).ToArray();
        float[] bias = rig.Input(Shape.Vector(c.OutChannels), 4).ToArray();
        Tensor<float>? residual = c.Residual == Residual.None ? null : rig.Input(c.Shared ? outShape with { Objects = 1 } : outShape, 5);
        Tensor<float> packed = Panels.Pack(rig, weight, c.OutChannels, c.Size, TiledConvolution.Panel);
        Tensor<float> packedBias = Panels.PadBias(rig, bias, TiledConvolution.Panel);
        Tensor<float> y = rig.Output(outShape);

        LaunchShape grid = TiledAlgorithm.Grid(c.Tile, shape);
        int divisor = TiledConvolution.VectorizedExtent(c.ChannelsA, c.ChannelsB);
        rig.Run(c.Tile == TiledConvolution.LargeTile
            ? Launches.TiledConvolution.ConvolveLargeTiles(grid, divisor, a, b, packed, packedBias, residual, y, shape, epilogue)
            : Launches.TiledConvolution.ConvolveSmallTiles(grid, divisor, a, b, packed, packedBias, residual, y, shape, epilogue));

        Rig.AssertClose(
            ConvolutionReference.Compute(c.ChannelsB > 0 ? [a, b] : [a], weight, bias, c.OutChannels, c.Size, c.Stride, c.Padding, c.ReluInput, residual, epilogue), y, 3e-6);
    }
}
