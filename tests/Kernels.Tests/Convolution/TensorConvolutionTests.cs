using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class TensorConvolutionTests
{
    public sealed record Case(
        BlockTile Tile, bool Fp16, int Objects, int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int Size, int Stride,
        bool ReluInput = false, Activation Activation = Activation.None, Residual Residual = Residual.None, bool Shared = false)
    {
        public ConvolutionShape Shape => new(
            Height, Width, ChannelsA, ChannelsB, Size, Stride, Size / 2, Extent(Height), Extent(Width), OutChannels, Objects * Extent(Height) * Extent(Width),
            ReluInput);

        public Epilogue Epilogue => new(Activation, Residual, Shared);

        private int Extent(int extent) => (extent + Size / 2 * 2 - Size) / Stride + 1;
    }

    public static TheoryData<string, Case> Cases => Devices.WithTensorCoresTimes(
        [.. new[] { false, true }.SelectMany(fp16 => new Case[]
        {
            // More rows than a tile, and two tiles of channels; fewer of each; three K-tiles and more, the last of them not full.
            new(BlockTile.Large, fp16, 2, 7, 10, 12, 4, 68, 1, 1, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true),
            new(BlockTile.Large, fp16, 1, 4, 3, 8, 0, 5, 3, 1, ReluInput: true, Residual: Residual.BeforeActivation, Activation: Activation.Relu),
            new(BlockTile.Medium, fp16, 1, 9, 8, 4, 0, 66, 1, 1, Activation: Activation.Sigmoid),
            new(BlockTile.Medium, fp16, 2, 4, 5, 20, 8, 40, 3, 2, ReluInput: true),
            new(BlockTile.Small, fp16, 1, 1, 1, 4, 0, 1, 1, 1),
            new(BlockTile.Small, fp16, 1, 9, 8, 4, 0, 36, 7, 2, Activation: Activation.Relu),
            new(BlockTile.Small, fp16, 3, 5, 5, 36, 0, 32, 1, 2, Residual: Residual.BeforeActivation),
            new(BlockTile.Small with { Splits = 2 }, fp16, 2, 4, 6, 12, 4, 31, 3, 1, Residual: Residual.AfterActivation, Activation: Activation.Relu, Shared: true),
            new(BlockTile.Medium with { Splits = 4 }, fp16, 1, 4, 4, 16, 0, 4, 3, 1, Residual: Residual.BeforeActivation), // its last part has nothing to add
        })]);

    [Theory, MemberData(nameof(Cases))]
    public void Matches_its_definition_with_factors_so_rounded(string device, Case c)
    {
        using var rig = new Rig(device);
        (double[] exact, double[] rounded, Tensor<float> y) = Compute(rig, c);
        Rig.AssertClose(rounded, y, 3e-6);
        double scale = exact.Max(Math.Abs), difference = exact.Zip(rounded, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(difference, double.Epsilon, 1e-3 * scale);
    }

    [Fact]
    public void Sums_are_added_in_one_order()
    {
        var c = new Case(BlockTile.Small with { Splits = 2 }, Fp16: true, 1, 4, 4, 16, 0, 8, 3, 1);
        using var rig = new Rig("ptx x4");
        Assert.Equal(Compute(rig, c).Y.ToArray(), Compute(rig, c).Y.ToArray());
    }

    /// <summary>The exact convolution, that of rounded operands, and what the device makes of it.</summary>
    private static (double[] Exact, double[] Rounded, Tensor<float> Y) Compute(Rig rig, Case c)
    {
        ConvolutionShape shape = c.Shape;
        var outShape = new Shape(c.Objects, shape.OutHeight, shape.OutWidth, c.OutChannels);
        Tensor<float> a = rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsA), 1);
        Tensor<float> b = c.ChannelsB > 0 ? rig.Input(new(c.Objects, c.Height, c.Width, c.ChannelsB), 2) : a;
        float[] weight = rig.Input(Shape.Matrix(c.OutChannels, shape.Depth), 3).ToArray(), bias = rig.Input(Shape.Vector(c.OutChannels), 4).ToArray();
        Tensor<float>? residual = c.Residual == Residual.None ? null : rig.Input(c.Shared ? outShape with { Objects = 1 } : outShape, 5);
        Tensor<float> packed = Panels.PackForTensorCores(rig, weight, c.OutChannels, c.Size, c.Fp16);
        Tensor<float> packedBias = Panels.PadBias(rig, bias, TensorPanels.Width), y = rig.Output(outShape);

        if (c.Tile.Splits == 1)
        {
            rig.Run(TensorLaunches.Convolve(c.Tile, c.Fp16, a, b, packed, packedBias, residual, y, shape, c.Epilogue));
        }
        else
        {
            Tensor<float> splits = rig.Output(Shape.Matrix(shape.OutRows, c.OutChannels, c.Tile.Splits));
            rig.Run(
                TensorLaunches.Convolve(c.Tile, c.Fp16, a, b, packed, packedBias, splits, splits, shape, c.Epilogue),
                TensorLaunches.ReduceSplits(c.Tile, splits, packedBias, residual, y, shape, c.Epilogue));
        }

        Tensor<float>[] inputs = c.ChannelsB > 0 ? [a, b] : [a];
        return (Reference(inputs, weight), Reference([.. inputs.Select(Rounded)], [.. weight.Select(w => Rounding.Round(w, c.Fp16))]), y);

        double[] Reference(Tensor<float>[] x, float[] w) =>
            ConvolutionReference.Compute(x, w, bias, c.OutChannels, c.Size, c.Stride, c.Size / 2, c.ReluInput, residual, c.Epilogue);
        Tensor<float> Rounded(Tensor<float> tensor) => rig.Tensor<float>(tensor.Shape, [.. tensor.ToArray().Select(x => Rounding.Round(x, c.Fp16))]);
    }
}
