using System.Globalization;

namespace LiVOS.Bench.Load;

/// <summary>What a server tells of itself.</summary>
/// <param name="ResidentBytes">Its memory.</param>
/// <param name="ComputeSeconds">The time in which its network computed.</param>
internal sealed record ServerFacts(long ResidentBytes, double ComputeSeconds)
{
    /// <summary>Asks a server.</summary>
    public static async Task<ServerFacts> ReadAsync(HttpClient http, CancellationToken cancellation)
    {
        string[] lines = (await http.GetStringAsync("/metrics", cancellation)).Split('\n');
        return new ServerFacts((long)Of("process_resident_memory_bytes"), Of("livos_compute_seconds_total"));

        double Of(string name) => double.Parse(
            lines.Single(line => line.StartsWith(name + ' ', StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
