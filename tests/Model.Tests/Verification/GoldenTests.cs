using System.Collections.Concurrent;
using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using LiVOS.Weights;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Tests;

/// <summary>Every tensor of a golden has a test of its own, so that a failure names its module (docs/network.md#goldens).</summary>
public class GoldenTests
{
    private static readonly ConcurrentDictionary<(string Device, string File), Lazy<Dictionary<string, GoldenComparison>>> s_runs = new();

    public static TheoryData<string, string, string> RecordedTensors
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string path in GoldenPaths())
            {
                using GoldenFile golden = GoldenFile.Open(path);
                bool isLarge = Path.GetFileName(path).StartsWith("base-", StringComparison.Ordinal);
                foreach (string device in isLarge ? Devices.ForLargeNetworks : Devices.All)
                    foreach (string tensor in golden.Tensors.Where(name => !GoldenRun.IsInput(name)))
                        data.Add(device, path, tensor);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(RecordedTensors))]
    public void Agrees_with_the_reference(string device, string file, string tensor)
    {
        GoldenComparison comparison = s_runs.GetOrAdd((device, file), key => new(() => Run(key.Device, key.File))).Value[tensor];
        Assert.True(comparison.IsRight, Describe(Path.GetFileName(file), comparison));
    }

    [Fact]
    public void Other_weights_do_not_agree()
    {
        using Device device = Devices.Open(Devices.Default);
        using GoldenFile golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "goldens", "small-64x96-3obj.safetensors"));
        using Network network = Network.Load(new SyntheticWeights(Architecture.Small, golden.Seed + 1), device);
        Assert.Contains(GoldenRun.Compare(golden, network), comparison => !comparison.IsRight);
    }

    /// <summary>The network that made a file's numbers.</summary>
    internal static Network Load(GoldenFile golden, Device device, Precision precision = Precision.Float32) =>
        golden.FindWeights(AppContext.BaseDirectory) is { } weights
        ? Network.Load(weights, device, precision)
        : Network.Load(golden.SyntheticWeights(), device, precision);

    internal static string Describe(string golden, GoldenComparison it) =>
        $"{golden}: {it.Name} differs by {it.Difference:E2} of {it.Magnitude:G3}, {it.ArgmaxDifferences} pixels change sides.";

    private static Dictionary<string, GoldenComparison> Run(string deviceName, string file)
    {
        Device device = Devices.Open(deviceName);
        using Device? owned = OpenClUnderTest.Has(deviceName) ? null : device;
        using GoldenFile golden = GoldenFile.Open(file);
        using Network network = Load(golden, device);
        return GoldenRun.Compare(golden, network).ToDictionary(comparison => comparison.Name);
    }

    /// <summary>The bundled files, and those of the folder that LIVOS_GOLDENS names.</summary>
    internal static IEnumerable<string> GoldenPaths()
    {
        string[] folders = [Path.Combine(AppContext.BaseDirectory, "goldens"), Environment.GetEnvironmentVariable("LIVOS_GOLDENS") ?? ""];
        return folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.safetensors")).Order();
    }
}
