using System.Globalization;

namespace LiVOS.Testing;

/// <summary>What some blocks of a kernel do to memory.</summary>
/// <param name="Kernel">The kernel and its vectors' width, such as <c>Elementwise.Add 4</c>.</param>
/// <param name="Wavefronts">Wavefronts of shared memory that its accesses take without conflicts.</param>
/// <param name="Conflicts">Wavefronts that conflicts of banks add.</param>
/// <param name="Sectors">Sectors of 32 bytes of global memory, counted for each access of a warp.</param>
/// <param name="LeastSectors">The sectors that the bytes of each access would fill, did they lie side by side.</param>
public sealed record KernelTraffic(string Kernel, long Wavefronts, long Conflicts, long Sectors, long LeastSectors)
{
    /// <summary>Wavefronts that conflicts add to each; 0 where there are none at all.</summary>
    public double ConflictRatio => (double)Conflicts / Math.Max(1, Wavefronts);

    /// <summary>Sectors for each that would do.</summary>
    public double SectorRatio => (double)Sectors / Math.Max(1, LeastSectors);

    /// <summary>Reads a file of them; lines that begin with # are remarks.</summary>
    public static Dictionary<string, KernelTraffic> Read(string path) => File.ReadLines(path)
        .Where(line => !line.StartsWith('#')).Select(Parse).ToDictionary(traffic => traffic.Kernel);

    /// <summary>Writes a file of them.</summary>
    public static void Write(string path, IEnumerable<KernelTraffic> kernels) => File.WriteAllLines(path, [
        "# What four blocks of each kernel do to memory in the base network at 480x864; written by MemoryTrafficTests with LIVOS_RECORD_TRAFFIC=1.",
        "# kernel width: wavefronts of shared memory, those that conflicts add, sectors of global memory, the least that would do",
        .. kernels.OrderBy(each => each.Kernel, StringComparer.Ordinal)
            .Select(each => FormattableString.Invariant($"{each.Kernel} {each.Wavefronts} {each.Conflicts} {each.Sectors} {each.LeastSectors}")),
    ]);

    private static KernelTraffic Parse(string line)
    {
        string[] words = line.Split(' ');
        long[] numbers = [.. words[2..].Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return new KernelTraffic($"{words[0]} {words[1]}", numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
