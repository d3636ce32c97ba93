using System.Globalization;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Language;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using Xunit.Abstractions;

namespace LiVOS.Kernels.Tests.RandomNetworks;

/// <summary>
/// Whatever tensors a weight file lists, it is refused in a sentence, or its network runs without an access out of bounds (every access is checked in
/// this project). LIVOS_NETWORKS sets how many files of each kind are tried, LIVOS_SEED where the random numbers begin.
/// </summary>
public class RandomNetworkTests(ITestOutputHelper log)
{
    private static readonly int s_count = Setting("LIVOS_NETWORKS", 120), s_seed = Setting("LIVOS_SEED", 1);

    private static readonly int[] s_widths = [.. new[] { 1, 4, 8, 16 }.Where(width => width <= CpuDevice.WidestVector)];

    [Fact]
    public void Networks_that_fit_are_loaded_and_run()
    {
        Assert.True(KernelChecks.Enabled);
        (int ran, _) = Try("fitting", random =>
        {
            Architecture network = RandomNetwork.Fitting(random);
            return new RandomWeights(network.Tensors(), $"{network.Heads}");
        });
        Assert.Equal(s_count, ran);
    }

    [Fact]
    public void Networks_of_any_widths_and_heads_run_or_are_refused()
    {
        (int ran, int refused) = Try("any", random =>
        {
            Architecture network = RandomNetwork.Any(random);
            return new RandomWeights(network.Tensors(), random.Next(8) == 0 ? null : $"{network.Heads}");
        });
        Assert.True(ran > 0 && refused > 0);
    }

    [Fact]
    public void Networks_of_changed_tensors_run_or_are_refused()
    {
        (int ran, int refused) = Try("changed", random =>
        {
            Architecture network = RandomNetwork.Fitting(random);
            return new RandomWeights(TensorMutation.Of(network.Tensors(), random), $"{network.Heads}");
        });
        Assert.True(ran > 0 && refused > 0);
    }

    /// <summary>The file that wrote beside a tensor: so many names that the count of blocks was given up, and one block more, of other widths.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(1100)]
    public void A_block_beside_the_checked_ones_is_not_loaded(int names)
    {
        Architecture network = RandomNetwork.Fitting(new Random(1)) with { Dimension = 16, Heads = 4, TransformerBlocks = 3 };
        const string first = "object_transformer.blocks.0.", next = "object_transformer.blocks.3.";
        List<TensorEntry> tensors = [.. network.Tensors()];
        foreach (TensorEntry tensor in network.Tensors().Where(tensor => tensor.Name.StartsWith(first, StringComparison.Ordinal)))
        {
            string name = next + tensor.Name[first.Length..];
            tensors.Add(name.EndsWith("in_proj_weight", StringComparison.Ordinal) ? new TensorEntry(name, DataType.F32, [192, 64])
                : name.EndsWith("in_proj_bias", StringComparison.Ordinal) ? new TensorEntry(name, DataType.F32, [192])
                : new TensorEntry(name, tensor.Type, tensor.Shape));
        }

        for (int i = 4; i < names; i++) tensors.Add(new TensorEntry($"object_transformer.blocks.{i}.x", DataType.F32, [1]));
        Assert.False(Run(new RandomWeights(tensors, "4"), new Random(1), out string? refusal));
        Assert.Contains($"object_transformer.blocks has {names} blocks, and at most 64 can be computed", refusal);
    }

    private (int Ran, int Refused) Try(string kind, Func<Random, RandomWeights> make)
    {
        (int ran, int refused) = (0, 0);
        for (int i = 0; i < s_count; i++)
        {
            var random = new Random(unchecked(s_seed * 1_000_003 + i));
            try
            {
                if (Run(make(random), random, out _)) ran++;
                else refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"Number {i} of the {kind} networks from LIVOS_SEED={s_seed}: {error}");
            }
        }

        log.WriteLine($"LIVOS_SEED={s_seed}, {kind}: {ran} ran, {refused} were refused.");
        return (ran, refused);
    }

    /// <summary>Loads a network and runs three frames; false where it is refused, in the sentence that the check gives.</summary>
    private static bool Run(RandomWeights weights, Random random, out string? refusal)
    {
        ArchitectureCheck check = Architecture.Check(weights);
        refusal = check.Fault;
        using var device = new CpuDevice(threads: 1, vectorWidth: s_widths[random.Next(s_widths.Length)]);
        if (refusal is not null)
        {
            Assert.Equal(refusal, Assert.Throws<WeightsException>(() => Network.Load(weights, device)).Message);
            Assert.StartsWith(weights.Name, refusal);
            return false;
        }

        using Network network = Network.Load(weights, device), outline = Network.Outline(weights, device);
        Assert.Equal(outline.WeightBytes, network.WeightBytes);
        (int height, int width) = (random.Next(1, 34), random.Next(1, 34));
        using var segmenter = new Segmenter(network, new FrameGeometry(height, width), capturing: random.Next(2) == 0);
        (float[] frame, int[] mask, int[] ids) = (new float[3 * height * width], new int[height * width], new int[height * width]);
        mask[0] = 1;
        mask[^1] = 2;
        segmenter.Step(frame, mask, ids);
        segmenter.Step(frame, [], ids);
        mask[^1] = 9;
        segmenter.Step(frame, mask, ids);
        return true;
    }

    private static int Setting(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : usual;
}
