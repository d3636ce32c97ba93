using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Testing.Devices;
using Xunit.Abstractions;

namespace LiVOS.Model.Tests;

/// <summary>Whole clips in halves, by the kernels of GPUs on an OpenCL device.</summary>
public class HalvesNetworkTests(ITestOutputHelper output)
{
    private const int LargeFrame = 100_000; // pixels: kernels of GPUs take long for them on a processor

    public static TheoryData<string, string> Clips
    {
        get
        {
            var clips = new TheoryData<string, string>();
            foreach (string path in GoldenTests.GoldenPaths())
            {
                using GoldenFile golden = GoldenFile.Open(path);
                if (golden.Height * golden.Width >= LargeFrame) continue;
                foreach (string device in Devices.InHalves) clips.Add(device, path);
            }

            return clips;
        }
    }

    /// <summary>All frames of a golden stay near the recorded numbers (docs/tensor-cores.md has the figures), or leave them where two objects were nearly
    /// equal.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Clips))]
    public void Halves_stay_near_the_reference(string deviceName, string path)
    {
        Device device = Devices.Open(deviceName);
        using GoldenFile golden = GoldenFile.Open(path);
        using Network network = GoldenTests.Load(golden, device, Precision.Float16);
        GoldenComparison[] compared = [.. GoldenRun.Compare(golden, network)];
        foreach (GoldenComparison it in compared.Where(it => it.IsProbabilities))
            output.WriteLine($"{it.Name}: {it.Difference:E1}, {it.ArgmaxDifferences} pixels change sides");
        Assert.Contains(compared, comparison => comparison.IsProbabilities && comparison.Difference > GoldenRun.ProbabilityBound);
        if (compared.All(comparison => comparison.IsNear)) return;
        output.WriteLine(AttentionTies.RequireAsCause(golden, device, Precision.Float16, golden.Frames));
    }
}
