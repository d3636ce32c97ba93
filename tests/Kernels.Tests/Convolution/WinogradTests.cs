using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class WinogradTests
{
    public sealed record Case(
        int Objects, int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int BlockTiles = 8, int Chunk = 16, int? Part = null,
        bool ReluInput = false, Activation Activation = Activation.None, Residual Residual = Residual.None, bool Shared = false, bool Streams = false)
    {
        public ConvolutionCase Convolution => new(
            Objects, Height, Width, ChannelsA, ChannelsB, OutChannels, Size: 3, Stride: 1, ReluInput, Activation, Residual, Shared);
    }

    public static TheoryData<string, Case> Cases => Devices.WithLargeScratchTimes<Case>(
        new(1, 1, 1, 16, 0, 16),
        new(1, 1, 9, 16, 0, 16),
        new(1, 9, 1, 16, 0, 16),
        new(1, 6, 6, 16, 0, 32, Chunk: 32),
        new(1, 12, 12, 16, 0, 48, Chunk: 48, Streams: true),
        new(2, 13, 11, 32, 0, 80, Chunk: 32, ReluInput: true, Activation: Activation.Relu),
        new(3, 7, 5, 16, 32, 16, BlockTiles: 16),
        new(2, 5, 6, 16, 0, 16, Residual: Residual.BeforeActivation, Activation: Activation.Relu),
        new(2, 10, 3, 48, 0, 16, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true),
        new(1, 5, 5, 80, 0, 16),
        new(2, 5, 5, 16, 0, 80, Part: 32, Residual: Residual.BeforeActivation, Streams: true),
        new(2, 6, 7, 3, 2, 5, Chunk: 5));

    [Theory, MemberData(nameof(Cases))]
    public void MatchesItsDefinition(string device, Case c)
    {
        using var rig = new Rig(device);
        int divisor =
            (int)System.Numerics.BigInteger.GreatestCommonDivisor(c.ChannelsA, System.Numerics.BigInteger.GreatestCommonDivisor(c.ChannelsB, c.OutChannels));
        int width = Launch.WidthFor(rig.Device.VectorWidth, divisor);
        int part = c.Part ?? c.OutChannels;
        var shape = new WinogradShape(c.Height, c.Width, c.ChannelsA, c.ChannelsB, c.OutChannels, 0, part, 0, c.BlockTiles, c.Chunk, c.ReluInput, c.Streams);
        shape = shape with { Tiles = c.Objects * shape.TilesPerObject };

        var x = new ConvolutionProblem(rig, c.Convolution);
        Tensor<float> bias = rig.Tensor<float>(Shape.Vector(c.OutChannels), x.Bias);
        Tensor<float> packed = Panels.Pack(rig, x.Weight, c.OutChannels, 3, width, PanelOrder.Filters);

        int blocks = (shape.Tiles + c.BlockTiles - 1) / c.BlockTiles, filterBlocks = (shape.InChannels + Winograd.FilterBlock - 1) / Winograd.FilterBlock;
        for (int first = 0; first < c.OutChannels; first += part)
        {
            shape = shape with { FirstChannel = first, SliceChannels = Math.Min(part, c.OutChannels - first) };
            int panels = shape.SliceChannels / width;
            Tensor<float> filters = rig.Output(new Shape(Winograd.Points, 1, panels * shape.InChannels + Winograd.LineFloats / width, width));
            rig.Run(
                Launches.Winograd.TransformFilters(
                    LaunchShape.Tiles(panels, filterBlocks, dynamicShared: Winograd.FilterScratch(width)), divisor, packed, filters, first / width,
                    shape.InChannels, c.Streams),
                Launches.Winograd.Convolve3x3(
                    LaunchShape.Tiles(blocks, dynamicShared: shape.Scratch(width)), divisor, x.A, x.B, filters, bias, x.Residual, x.Y, shape,
                    c.Convolution.Epilogue));
        }

        x.AssertClose(1e-5);
    }
}
