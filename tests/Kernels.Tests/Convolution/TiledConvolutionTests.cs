using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class TiledConvolutionTests
{
    public static TheoryData<string, (int Tile, ConvolutionCase Case)> Cases => Devices.WithGroupsTimes(
        new[] { TiledConvolution.LargeTile, TiledConvolution.SmallTile }.SelectMany(tile => ConvolutionCases.All.Select(c => (tile, c))),
        test => test.c.Large);

    [Theory, MemberData(nameof(Cases))]
    public void MatchesItsDefinition(string device, (int Tile, ConvolutionCase Case) test)
    {
        using var rig = new Rig(device);
        (int tile, ConvolutionCase c) = test;
        var x = new ConvolutionProblem(rig, c);
        Tensor<float> packed = Panels.Pack(rig, x.Weight, c.OutChannels, c.Size, TiledConvolution.Panel);
        Tensor<float> bias = Panels.PadBias(rig, x.Bias, TiledConvolution.Panel);
        LaunchShape grid = TiledAlgorithm.Grid(tile, c.Shape);
        int divisor = TiledConvolution.VectorizedExtent(c.ChannelsA, c.ChannelsB);

        rig.Run(tile == TiledConvolution.LargeTile
            ? Launches.TiledConvolution.ConvolveLargeTiles(grid, divisor, x.A, x.B, packed, bias, x.Residual, x.Y, c.Shape, c.Epilogue)
            : Launches.TiledConvolution.ConvolveSmallTiles(grid, divisor, x.A, x.B, packed, bias, x.Residual, x.Y, c.Shape, c.Epilogue));

        x.AssertClose(3e-6);
    }
}
