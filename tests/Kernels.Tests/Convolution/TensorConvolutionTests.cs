using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class TensorConvolutionTests
{
    public sealed record Case(
        BlockTile Tile, bool Fp16, int Objects, int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int Size, int Stride,
        bool ReluInput = false, Activation Activation = Activation.None, Residual Residual = Residual.None, bool Shared = false)
    {
        public ConvolutionCase Convolution => new(
            Objects, Height, Width, ChannelsA, ChannelsB, OutChannels, Size, Stride, ReluInput, Activation, Residual, Shared);
    }

    public static TheoryData<string, Case> Cases
    {
        get
        {
            TheoryData<string, Case> cases = Devices.WithTensorCoresTimes([.. CasesOf(fp16: false)]);
            foreach (string device in Devices.WithTensorCores.Where(name => !name.StartsWith("ilgpu", StringComparison.Ordinal)))
                foreach (Case c in CasesOf(fp16: true)) cases.Add(device, c);
            return cases;
        }
    }

    /// <summary>The cases of tf32; of halves, whose channels are multiples of 8.</summary>
    private static IEnumerable<Case> CasesOf(bool fp16) => new Case[]
    {
        // More rows than a tile, and two tiles of channels; fewer of each; three K-tiles and more, the last of them not full.
        new(BlockTile.Wide, fp16, 1, 5, 9, 36, 0, 130, 1, 1, Residual: Residual.AfterActivation, Activation: Activation.Gelu),
        new(BlockTile.Wide, fp16, 2, 9, 8, 68, 40, 66, 3, 1, ReluInput: true, Residual: Residual.BeforeActivation, Shared: true),
        new(BlockTile.Large, fp16, 1, 3, 4, 96, 0, 12, 3, 1), // three K-tiles of each pixel
        new(BlockTile.Large, fp16, 2, 7, 10, 12, 4, 68, 1, 1, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true),
        new(BlockTile.Large, fp16, 1, 4, 3, 8, 0, 5, 3, 1, ReluInput: true, Residual: Residual.BeforeActivation, Activation: Activation.Relu),
        new(BlockTile.Medium, fp16, 1, 9, 8, 4, 0, 66, 1, 1, Activation: Activation.Sigmoid),
        new(BlockTile.Medium, fp16, 2, 4, 5, 20, 8, 40, 3, 2, ReluInput: true),
        new(BlockTile.Small, fp16, 1, 1, 1, 4, 0, 1, 1, 1),
        new(BlockTile.Small, fp16, 1, 9, 8, 4, 0, 36, 7, 2, Activation: Activation.Relu),
        new(BlockTile.Small, fp16, 3, 5, 5, 36, 0, 32, 1, 2, Residual: Residual.BeforeActivation),
        new(BlockTile.Small with { Splits = 2 }, fp16, 2, 4, 6, 12, 4, 31, 3, 1, Residual: Residual.AfterActivation, Activation: Activation.Relu,
            Shared: true),
        new(BlockTile.Medium with { Splits = 4 }, fp16, 1, 4, 4, 16, 0, 4, 3, 1, Residual: Residual.BeforeActivation), // its last part has nothing to add
    }.Select(c => fp16 ? c with { ChannelsA = Padded(c.ChannelsA), ChannelsB = Padded(c.ChannelsB) } : c);

    private static int Padded(int channels) => Integers.DivideUp(channels, 8) * 8;

    [Theory, MemberData(nameof(Cases))]
    public void Matches_its_definition_with_factors_so_rounded(string device, Case c)
    {
        using var rig = new Rig(c.Fp16 ? device + Rig.Halves : device);
        (double[] rounded, Tensor<float> y) = Compute(rig, c, rig);
        Rig.AssertClose(rounded, y, 3e-6);
        if (c.Fp16)
        {
            (rounded, y) = Compute(rig, c, outputs: rig.Floats);
            Rig.AssertClose(rounded, y, 3e-6);
        }

        var x = new ConvolutionProblem(rig.Floats, c.Convolution);
        double[] exact = x.Reference(x.Inputs, x.Weight);
        double scale = exact.Max(Math.Abs), difference = exact.Zip(rounded, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(difference, double.Epsilon, 1e-3 * scale);
    }

    [Fact]
    public void Sums_are_added_in_one_order()
    {
        var c = new Case(BlockTile.Small with { Splits = 2 }, Fp16: true, 1, 4, 4, 16, 0, 8, 3, 1);
        using var rig = new Rig("ptx x4" + Rig.Halves);
        Assert.Equal(Compute(rig, c, rig).Y.ToArray(), Compute(rig, c, rig).Y.ToArray());
    }

    /// <summary>The convolution of rounded operands, and what the device makes of it.</summary>
    private static (double[] Rounded, Tensor<float> Y) Compute(Rig rig, Case c, Rig outputs)
    {
        (ConvolutionShape shape, Epilogue epilogue) = (c.Convolution.Shape, c.Convolution.Epilogue);
        var x = new ConvolutionProblem(rig, c.Convolution, outputs);
        Tensor<float> packed = Panels.PackForTensorCores(rig, x.Weight, c.OutChannels, c.Size, c.Fp16);
        Tensor<float> bias = Panels.PadBias(rig, x.Bias, TensorPanels.Width);

        if (c.Tile.Splits == 1)
        {
            rig.Run(TensorLaunches.Convolve(c.Tile, c.Fp16, x.A, x.B, packed, bias, x.Residual, x.Y, shape, epilogue));
        }
        else
        {
            Tensor<float> splits = rig.Floats.Output(Shape.Matrix(shape.OutRows, c.OutChannels, c.Tile.Splits));
            rig.Run(
                TensorLaunches.Convolve(c.Tile, c.Fp16, x.A, x.B, packed, bias, splits, splits, shape, epilogue),
                TensorLaunches.ReduceSplits(c.Tile, splits, bias, x.Residual, x.Y, shape, epilogue));
        }

        return (x.Reference([.. x.Inputs.Select(Rounded)], [.. x.Weight.Select(w => Rounding.Round(w, c.Fp16))]), x.Y);

        Tensor<float> Rounded(Tensor<float> tensor) => rig.Tensor<float>(tensor.Shape, [.. tensor.ToArray().Select(v => Rounding.Round(v, c.Fp16))]);
    }
}
