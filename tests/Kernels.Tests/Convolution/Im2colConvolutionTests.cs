using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class Im2colConvolutionTests
{
    public sealed record Case(
        int Objects, int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int Size, int Stride, int Padding, int BlockRows = 16, bool RowsFirst = false,
        bool ReluInput = false, Activation Activation = Activation.None, Residual Residual = Residual.None, bool Shared = false);

    public static TheoryData<string, Case> Cases => Devices.Times<Case>(
        new(1, 1, 1, 1, 0, 1, 1, 1, 0),
        new(1, 1, 1, 3, 0, 5, 3, 1, 1),
        new(1, 1, 1, 3, 0, 5, 3, 2, 1),
        new(1, 1, 1, 16, 0, 32, 7, 2, 3),
        new(1, 4, 4, 32, 0, 48, 1, 1, 0),
        new(3, 5, 7, 33, 0, 17, 1, 1, 0, BlockRows: 8),
        new(1, 5, 7, 33, 0, 81, 1, 1, 0, BlockRows: 24, RowsFirst: true),
        new(2, 7, 6, 32, 0, 64, 3, 2, 1, BlockRows: 16, RowsFirst: true),
        new(2, 1, 19, 16, 0, 16, 3, 1, 1),
        new(2, 19, 1, 16, 0, 16, 3, 2, 1),
        new(1, 13, 10, 5, 0, 24, 7, 2, 3, Activation: Activation.Relu),
        new(2, 6, 6, 20, 2, 40, 1, 1, 0, Activation: Activation.Sigmoid),
        new(2, 7, 5, 17, 3, 33, 3, 2, 1, ReluInput: true),
        new(2, 8, 6, 16, 0, 31, 1, 2, 0),
        new(2, 8, 6, 16, 0, 16, 1, 1, 0, ReluInput: true, Residual: Residual.BeforeActivation, Activation: Activation.Relu),
        new(3, 4, 6, 32, 0, 64, 1, 1, 0, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true),
        new(1, 9, 9, 8, 0, 1, 1, 1, 0));

    [Theory, MemberData(nameof(Cases))]
    public void MatchesItsDefinition(string device, Case c)
    {
        using var rig = new Rig(device);
        int outHeight = (c.Height + 2 * c.Padding - c.Size) / c.Stride + 1, outWidth = (c.Width + 2 * c.Padding - c.Size) / c.Stride + 1;
        var outShape = new Shape(c.Objects, outHeight, outWidth, c.OutChannels);
        var shape = new ConvolutionShape(
            c.Height, c.Width, c.ChannelsA, c.ChannelsB, c.Size, c.Stride, c.Padding, outHeight, outWidth, c.OutChannels, outShape.Rows,
            c.ReluInput);
        var epilogue = new Epilogue(c.Activation, c.Residual, c.Shared);
        int width = rig.Device.VectorWidth;

        Tensor<float> a = rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsA), 1);
        Tensor<float> b = c.ChannelsB > 0 ? rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsB), 2) : a;
        float[] weight = rig.Input(Shape.Matrix(c.OutChannels, shape.Depth), 3).ToArray();
        float[] bias = rig.Input(Shape.Vector(c.OutChannels), 4).ToArray();
        Tensor<float>? residual = c.Residual == Residual.None ? null : rig.Input(c.Shared ? outShape with { Objects = 1 } : outShape, 5);
        Tensor<float> packed = Panels.Pack(rig, weight, c.OutChannels, c.Size, width), packedBias = Panels.PadBias(rig, bias, width);
        Tensor<float> y = rig.Output(outShape);

        rig.Run(Launches.Im2colConvolution.Convolve(
            Im2colAlgorithm.Grid(width, shape, c.BlockRows), width, a, b, packed, packedBias, residual, y, shape, c.BlockRows, c.RowsFirst, epilogue));

        Rig.AssertClose(
            ConvolutionReference.Compute(c.ChannelsB > 0 ? [a, b] : [a], weight, bias, c.OutChannels, c.Size, c.Stride, c.Padding, c.ReluInput, residual, epilogue), y, 3e-6);
    }
}
