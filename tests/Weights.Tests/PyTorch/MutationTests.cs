using System.Diagnostics;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.PyTorch;
using LiVOS.Weights.Safetensors;
using Xunit.Abstractions;

namespace LiVOS.Weights.Tests;

/// <summary>
/// Damaged files: whatever is changed in a valid one, it is read, or refused in a sentence; nothing else is thrown, nothing hangs,
/// and memory stays within bounds. LIVOS_MUTATIONS sets how many are tried (2,000; among the longest tests 10,000), LIVOS_SEED where the random numbers begin.
/// </summary>
public sealed class MutationTests(ITestOutputHelper log) : IDisposable
{
    // For opening a file of some kilobytes and reading all its tensors.
    private const long MostAllocated = 32 << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private static readonly int s_count = Setting("LIVOS_MUTATIONS", LongTests.AreIncluded ? 10_000 : 2_000);
    private static readonly int s_seed = Setting("LIVOS_SEED", 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DamagedCheckpointsAreReadOrRefused() =>
        Try([.. Fixtures.Checkpoints.Select(File.ReadAllBytes), Small(zip64: true)], path => CheckpointFile.Open(path));

    [Fact]
    public void DamagedSafetensorsAreReadOrRefused()
    {
        foreach (bool half in new[] { false, true })
            Converter.Convert(Fixtures.File("plain.pth"), _folder[$"{half}"], half);
        Try([File.ReadAllBytes(_folder["False"]), File.ReadAllBytes(_folder["True"])], path => SafetensorsFile.Open(path));
    }

    private void Try(byte[][] valid, Func<string, ITensorSource> open)
    {
        Random random = new(s_seed);
        string path = _folder["mutated"];
        (int read, int refused) = (0, 0);
        for (int i = 0; i < s_count; i++)
        {
            byte[] mutated = Mutation.Of(valid[random.Next(valid.Length)], random);
            File.WriteAllBytes(path, mutated);
            Stopwatch time = Stopwatch.StartNew();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(open, path);
                read++;
            }
            catch (WeightsException e)
            {
                Assert.StartsWith("mutated", e.Message);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i} from the seed {s_seed}, {System.Convert.ToBase64String(mutated)}: {e}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostAllocated, $"Mutation {i} from the seed {s_seed} took {allocated >> 20} MB");
            Assert.True(time.Elapsed < s_longest, $"Mutation {i} from the seed {s_seed} took {time.Elapsed}");
        }
        log.WriteLine($"LIVOS_SEED={s_seed} LIVOS_MUTATIONS={s_count}: {read} were read, {refused} refused.");
        Assert.True(read > 0 && refused > 0);
    }

    private static void ReadAll(Func<string, ITensorSource> open, string path)
    {
        using ITensorSource source = open(path);
        foreach (TensorEntry tensor in source.Tensors)
            Assert.Equal(tensor.Count, source.ReadFloats(tensor.Name).Length);
        _ = Architecture.Check(source).Fault;
    }

    private static byte[] Small(bool zip64)
    {
        byte[] pickle = new PickleWriter().Raw("}").Text("x").Tensor("FloatStorage", "0", 2, 0, [2], [1]).Raw("s").End();
        return new ZipWriter(zip64).Add("archive/data.pkl", pickle).Add("archive/data/0", new byte[8]).End();
    }

    private static int Setting(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int value) ? value : usual;
}
