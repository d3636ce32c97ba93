using System.Runtime.CompilerServices;
using LiVOS.Kernels.Compiler.Ir;
using LiVOS.Kernels.Compiler.Lowering;
using Microsoft.CodeAnalysis;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>The network's own kernels.</summary>
public class NetworkKernelsTests
{
    private static readonly Lazy<Lowered> s_network = new(() => Network());
    private static readonly Lazy<BothWays> s_bothWays = new(() => new(s_network.Value, "LiVOS.Kernels"));

    [Fact]
    public void Every_kernel_is_lowered_for_every_width()
    {
        IMethodSymbol[] kernels = [.. s_network.Value.Kernels];
        Assert.True(kernels.Length > 25, $"{kernels.Length} kernels");
        foreach (IMethodSymbol kernel in kernels)
        {
            IEnumerable<string> elements = ElementChoice.Of(kernel).Select(choice => choice.Suffix);
            foreach ((int lanes, string suffix) in from lanes in (int[])(KernelSignature.VectorOf(kernel) is null ? [0] : [16, 8, 4, 1])
                                                   from suffix in elements
                                                   select (lanes, suffix))
            {
                (KernelFunction? lowered, IReadOnlyList<DiagnosticInfo> problems) = s_network.Value.Lower(kernel, lanes, suffix);
                Assert.Empty(problems.Select(problem => $"{kernel.Name}: {problem.ToDiagnostic()}"));
                Assert.Equal((kernel.Name + suffix, lanes), (lowered!.Name, lowered.Lanes));
                Assert.NotEmpty(lowered.Body.Statements);
            }
        }
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void Heavy_kernels_compute_the_same_as_in_CSharp(int lanes)
    {
        BothWays run = s_bothWays.Value;
        int channels = 16;

        // A 3x3 convolution with stride 2 over two inputs of 16 channels, 5x6 to 3x3 positions, with every epilogue, for 20 channels.
        foreach ((int activation, int residual, bool shared) in ((int, int, bool)[])[(2, 1, true), (3, 2, false), (1, 0, false)])
        {
            object shape = run.Struct("ConvolutionShape", 5, 6, channels, channels, 3, 2, 1, 3, 3, 20, 9, run.Flag(activation == 1));
            object epilogue = run.Struct("Epilogue", run.Enum("Activation", activation), run.Enum("Residual", residual), run.Flag(shared));
            run.AssertSame(
                "Convolve", lanes, [2], 16 * lanes + 16 * 288, 1e-4f,
                Floats(480, 1), Floats(480, 2), Floats(32 * 288, 3), Floats(32, 4), Floats(180, 5), new float[180], shape, 8, run.Flag(true),
                run.Flag(true), epilogue);
        }

        // A matrix product as it stands in memory.
        object product = run.Struct("ConvolutionShape", 4, 4, channels, 0, 1, 1, 0, 4, 4, 16, 16, run.Flag(false));
        object none = run.Struct("Epilogue", run.Enum("Activation", 0), run.Enum("Residual", 0), run.Flag(false));
        run.AssertSame(
            "Convolve", lanes, [2], 8 * (16 + lanes + 16 + lanes), 1e-4f,
            Floats(256, 1), Floats(1, 2), Floats(256, 3), Floats(16, 4), Floats(1, 5), new float[256], product, 8, run.Flag(false),
            run.Flag(false), none);

        // 2 x 4 tiles: with fewer than 8 the kernel multiplies what nobody wrote, and nobody reads, which the PTX emulator does not let pass.
        object tiles = run.Struct("WinogradShape", 6, 13, channels, channels, 32, 0, 32, 8, 8, 16, run.Flag(true), run.Flag(true));
        run.AssertSame(
            "Convolve3x3", lanes, [1], 36 * (32 + 3 * 16 + 8 * (32 + 16)), 1e-3f,
            Floats(1248, 1), Floats(1248, 2), Floats(36 * (32 * 32 + 16), 3), Floats(32, 4), Floats(2496, 5), new float[2496], tiles,
            run.Struct("Epilogue", run.Enum("Activation", 1), run.Enum("Residual", 1), run.Flag(false)));
        run.AssertSame("TransformFilters", lanes, [16 / lanes, 1], 18 * 16, 1e-5f, Floats(16 * 9 * 5, 1), new float[36 * 16 * 6], 0, 5, run.Flag(true));

        run.AssertSame(
            "CrossAttention.QueryToPixel", lanes, [2, 1], 4096, 1e-4f,
            Floats(16 * 16, 1), Floats(37 * 16, 2), Floats(37 * 16, 3), (float[])[.. Floats(37, 4).Select(f => f > 0 ? 1f : 0)], new float[256], 1, 2, 16, 37,
            16);
        run.AssertSame(
            "CrossAttention.PixelToQuery", lanes, [3, 1], 4096, 1e-4f,
            Floats(21 * 32, 1), Floats(16 * 32, 2), Floats(16 * 32, 3), new float[21 * 32], 2, 16, 21, 32, 8);
        run.AssertSame(
            "LinearMatching.Readout", lanes, [2, 2], 4096, 1e-4f,
            Floats(75 * 5, 1), Floats(2 * 5 * 48, 2), (float[])[2, 3], (int[])[1, 0], new float[2 * 75 * 48], 75, 5, 48);
        run.AssertSame(
            "LinearMatching.WeightedReduction", lanes, [(48 + 2 * lanes - 1) / (2 * lanes), 2, 1], 8192, 1e-4f,
            Floats(300 * 12, 1), Floats(300 * 48, 2), Floats(48, 3), Floats(12 * 50, 4),
            run.Struct("WeightedReductionShape", 300, 12, 48, 50, run.Flag(false), run.Flag(true)));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void Kernels_over_items_compute_the_same_as_in_CSharp(int lanes)
    {
        BothWays run = s_bothWays.Value;
        run.AssertSame("UpsampleSoftmax", lanes, [12], 0, 1e-5f, Floats(36, 1), new float[36 * 16], 3, 3, 4, 4);
        run.AssertSame("AreaResize", lanes, [3], 0, 1e-5f, Floats(3 * 4 * 2 * 2 * 16, 1), new float[3 * 4 * 16], 4, 16, 2, 4, 16);
        run.AssertSame("UpsampleAdd", lanes, [6], 0, 1e-5f, Floats(12 * 16, 1), Floats(48 * 16, 2), new float[48 * 16], 3, 4, 16, 4, 16);
        run.AssertSame("MaxPool", lanes, [3], 0, 0, Floats(5 * 7 * 16, 1), new float[3 * 4 * 16], 5, 7, 16, 4, 16);
        run.AssertSame("Normalization.LayerNorm", lanes, [5], 0, 1e-5f, Floats(80, 1), Floats(16, 2), Floats(16, 3), new float[80], 16);
        run.AssertSame("MaxPool:Half", lanes, [3], 0, 0, Halves(5 * 7 * 16, 1), new Half[3 * 4 * 16], 5, 7, 16, 4, 16);
        run.AssertSame("UpsampleAdd:Half", lanes, [6], 0, 0, Halves(12 * 16, 1), Halves(48 * 16, 2), new Half[48 * 16], 3, 4, 16, 4, 16);
        run.AssertSame("Copy:HalfFloat", lanes, [3], 0, 0, Halves(48, 1), new float[48], 16);
        run.AssertSame("Copy:FloatHalf", lanes, [3], 0, 0, Floats(48, 1), new Half[48], 16);
        run.AssertSame("GatedRecurrence", lanes, [3], 0, 1e-5f, Floats(144, 1), Floats(48, 2), new float[48], 16, 16);
        run.AssertSame("SoftmaxRows", lanes, [3], 0, 1e-5f, Floats(96, 1), new float[96], 32);
        run.AssertSame("ChannelMean", lanes, [2], 0, 1e-5f, Floats(100 * 32, 1), new float[32], 100, 32);
        run.AssertSame(
            "LinearMatching.MatchingNorm", lanes, [2], 0, 1e-4f, Floats(300 * 16, 1), Floats(300 * 16, 2), Floats(2 * 300 * 16, 3), new float[2], 300, 16);
    }

    [Fact]
    public void Kernels_without_vectors_compute_the_same_as_in_CSharp()
    {
        BothWays run = s_bothWays.Value;
        run.AssertSame("AggregateLogits", 0, [10], 0, 0, Floats(20, 1), new float[30], 2, 10);
        run.AssertSame("ForegroundMask", 0, [10], 0, 0, Floats(20, 1), new float[20], 2, 10);
        run.AssertSame("PadMaskedFrame", 0, [24], 0, 0, Floats(5 * 6 * 3, 1), Floats(3 * 64, 2), new float[64 * 5], 2, 2, 5, 6, 8, 8, 0, 2, 1, 3);
        run.AssertSame("PadMaskedFrame", 0, [9], 0, 0, Floats(5 * 6 * 3, 1), Floats(3 * 64, 2), new float[24 * 5], 2, 2, 5, 6, 8, 8, 4, -2, 1, 3);
        run.AssertSame("PadBytes", 0, [24], 0, 0, Bytes(5 * 6 * 3), new float[64 * 3], 5, 6, 8, 2, 1, 3);
        run.AssertSame("PadMaskedBytes", 0, [24], 0, 0, Bytes(5 * 6 * 3), Floats(3 * 64, 2), new float[64 * 5], 2, 2, 5, 6, 8, 8, 0, 2, 1, 3);
        run.AssertSame("ResampleArgmax", 0, [36], 0, 0, Floats(3 * 64, 1), new byte[9 * 11], 3, 5, 6, 9, 11, 8, 8, 2, 1, 3);
        run.AssertSame(
            "MergeMask", 0, [24], 0, 0, (byte[])[.. Enumerable.Range(0, 30).Select(i => (byte)(i % 3))], (int[])[0, 1, 0], Floats(192, 1), 5, 6, 8, 8, 2, 1, 8);
        run.AssertSame("ChannelScale", 0, [14], 0, 0, Floats(14, 1), Floats(3, 2), new float[14], 7, 3);
    }

    internal static Lowered Network() => Lowered.Project(Sources().Select(File.ReadAllText));

    /// <summary>The files of src/Kernels.</summary>
    internal static IEnumerable<string> Sources([CallerFilePath] string here = "")
    {
        string root = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Kernels");
        IEnumerable<string> folders = Directory.GetDirectories(root).Where(path => Path.GetFileName(path) is not ("bin" or "obj"));
        return folders.SelectMany(path => Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
    }

    private static Half[] Halves(int count, int seed) => [.. Floats(count, seed).Select(value => (Half)value)];

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 85 % 256))];

    private static float[] Floats(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() * 4 - 2)];
    }
}
