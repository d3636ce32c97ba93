using LiVOS.Model;
using LiVOS.Testing.Devices;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Synthetic;
using Xunit.Abstractions;

namespace LiVOS.Kernels.Tests;

/// <summary>Conflicts of banks and scattered accesses to memory, counted by the PTX emulator in a few blocks of each kernel at the sizes of a real frame.
/// traffic.txt bounds them; with <c>LIVOS_RECORD_TRAFFIC</c> the test writes it anew.</summary>
public class MemoryTrafficTests(ITestOutputHelper output)
{
    private const int Height = 480, Width = 864;
    private const double Slack = 0.005;

    private static readonly string s_record = Repository.PathOf("tests/Kernels.Tests/traffic.txt");

    // The processor's own schedule, which no GPU runs.
    private static readonly string[] s_processors =
    [
        "ChannelAttention.ChannelMean", "CrossAttention.", "Im2colConvolution.", "LinearMatching.", "Normalization.", "ObjectSummary.SummaryArea", "Winograd.",
    ];

    /// <summary>Together they launch every kernel: tiles are chosen by multiprocessors, and halves have others without tensor cores.</summary>
    private static readonly (Precision Precision, int Multiprocessors, bool HasTensorCores)[] s_devices =
    [
        (Precision.Float32, 4, true), (Precision.Float32, 132, true), (Precision.Tf32, 4, true), (Precision.Tf32, 24, true), (Precision.Tf32, 132, true),
        (Precision.Float16, 4, true), (Precision.Float16, 24, true), (Precision.Float16, 80, true), (Precision.Float16, 132, true),
        (Precision.Float16, 4, false), (Precision.Float16, 132, false),
    ];

    [Fact]
    public void No_kernel_has_more_conflicts_or_scatters_more_than_was_recorded()
    {
        var counted = new Dictionary<string, KernelTraffic>();
        foreach ((Precision precision, int multiprocessors, bool hasTensorCores) in s_devices)
            foreach (KernelTraffic traffic in Count(precision, multiprocessors, hasTensorCores))
                counted.TryAdd(traffic.Kernel, traffic);
        if (Environment.GetEnvironmentVariable("LIVOS_RECORD_TRAFFIC") is { Length: > 0 }) KernelTraffic.Write(s_record, counted.Values);

        Dictionary<string, KernelTraffic> bounds = KernelTraffic.Read(s_record);
        var faults = new List<string>();
        foreach ((string kernel, KernelTraffic traffic) in counted)
        {
            output.WriteLine($"{kernel}: {traffic.ConflictRatio:F2} conflicts for each wavefront, {traffic.SectorRatio:F2} times the least sectors");
            if (!bounds.TryGetValue(kernel, out KernelTraffic? bound)) faults.Add($"{kernel} is not in traffic.txt.");
            else if (traffic.ConflictRatio > bound.ConflictRatio + Slack)
                faults.Add($"{kernel} has {traffic.ConflictRatio:F2} conflicts for each wavefront, not {bound.ConflictRatio:F2}.");
            else if (traffic.SectorRatio > bound.SectorRatio + Slack)
                faults.Add($"{kernel} takes {traffic.SectorRatio:F2} times the least sectors, not {bound.SectorRatio:F2}.");
        }

        Assert.Empty(faults);
        string[] kernels = [.. counted.Keys.Select(name => name.Split(' ')[0])];
        Assert.Empty(KernelCatalog.Kernels.Select(kernel => kernel.Name).Where(name => !s_processors.Any(name.StartsWith)).Except(kernels));
    }

    /// <summary>Two objects with a correction: of a clip that is larger than what the network sees, and of one that is not, whole and in bands.</summary>
    private static List<KernelTraffic> Count(Precision precision, int multiprocessors, bool hasTensorCores)
    {
        using var device = new TrafficDevice(multiprocessors, hasTensorCores);
        using Network network = Network.Load(new SyntheticWeights(Architecture.Base, seed: 7), device, precision);
        using Segmenter whole = Segment(network, Height, Width, bands: 1);
        using Segmenter larger = Segment(network, 3 * Height / 2, 3 * Width / 2, bands: 1);
        using Segmenter inBands = Segment(network, Height, Width, bands: 4);
        return [.. device.Count()];
    }

    private static Segmenter Segment(Network network, int sourceHeight, int sourceWidth, int bands)
    {
        var segmenter = new Segmenter(network, new FrameGeometry(Height, Width, sourceHeight, sourceWidth), bands: bands);
        int[] mask = new int[sourceHeight * sourceWidth];
        Array.Fill(mask, 1, 0, mask.Length / 3);
        Array.Fill(mask, 2, mask.Length / 2, mask.Length / 4);
        foreach (int[] given in new[] { mask, [], mask }) segmenter.Step(new byte[3 * mask.Length], given, new int[mask.Length]);
        return segmenter;
    }
}
