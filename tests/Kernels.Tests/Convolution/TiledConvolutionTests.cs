using LiVOS.Runtime;
using LiVOS.Runtime.Language;
using LiVOS.Testing.Devices;

namespace LiVOS.Kernels.Tests;

public class TiledConvolutionTests
{
    public static TheoryData<string, (int Tile, ConvolutionCase Case)> Cases => Devices.WithGroupsEitherTimes(
        new[] { TiledConvolution.LargeTile, TiledConvolution.SmallTile }.SelectMany(tile => ConvolutionCases.All.Select(c => (tile, c))),
        test => test.c.Large);

    [Theory, MemberData(nameof(Cases))]
    public void MatchesItsDefinition(string device, (int Tile, ConvolutionCase Case) test)
    {
        using var rig = new Rig(device);
        (int tile, ConvolutionCase c) = test;
        AssertMatches(rig, tile, c, new ConvolutionProblem(rig, c));
        if (!rig.InHalves) return;
        AssertMatches(rig, tile, c, new ConvolutionProblem(rig, c, outputs: rig.Floats));
        AssertMatches(rig.Floats, tile, c, new ConvolutionProblem(rig.Floats, c, outputs: rig));
    }

    private static void AssertMatches(Rig rig, int tile, ConvolutionCase c, ConvolutionProblem x)
    {
        Tensor<float> packed = Panels.PackForTiles(rig, x.Weight, c.OutChannels, c.Size);
        Tensor<float> bias = Panels.PadBias(rig, x.Bias, TiledConvolution.Panel);
        LaunchShape grid = TiledAlgorithm.Grid(tile, c.Shape);
        int divisor = TiledConvolution.VectorizedExtent(c.ChannelsA, c.ChannelsB);

        rig.Run(tile == TiledConvolution.LargeTile
            ? Launches.TiledConvolution.ConvolveLargeTiles(grid, divisor, x.A, x.B, packed, bias, x.Residual, x.Y, c.Shape, c.Epilogue)
            : Launches.TiledConvolution.ConvolveSmallTiles(grid, divisor, x.A, x.B, packed, bias, x.Residual, x.Y, c.Shape, c.Epilogue));

        x.AssertClose(3e-6);
    }

    [Fact]
    public void A_window_that_is_too_wide_is_refused()
    {
        using var device = new PtxDevice(vectorWidth: 4);
        var spec = new ConvolutionSpec("conv", Size: 17, Stride: 1, InChannels: 1, SecondInput: 0, OutChannels: 1);
        var packing = new WeightPacking(device, new DeviceMemory(), spec);
        var error = Assert.Throws<NotSupportedException>(() => new TiledAlgorithm(packing, new float[17 * 17], new float[1]));
        Assert.Contains("conv has a window of 17; on GPUs it can be 15 at most", error.Message);
    }
}
