using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class Im2colConvolutionTests
{
    public static TheoryData<string, ConvolutionCase> Cases => Devices.Times(ConvolutionCases.All);

    [Theory, MemberData(nameof(Cases))]
    public void MatchesItsDefinition(string device, ConvolutionCase c)
    {
        using var rig = new Rig(device);
        var x = new ConvolutionProblem(rig, c);
        int width = rig.Device.VectorWidth;
        Tensor<float> packed = Panels.Pack(rig, x.Weight, c.OutChannels, c.Size, width), bias = Panels.PadBias(rig, x.Bias, width);

        rig.Run(Launches.Im2colConvolution.Convolve(
            Im2colAlgorithm.Grid(width, c.Shape, c.BlockRows), width, x.A, x.B, packed, bias, x.Residual, x.Y, c.Shape, c.BlockRows, c.RowsFirst,
            c.Streams, c.Epilogue));

        x.AssertClose(3e-6);
    }
}
