using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiVOS.Bench;

/// <summary>What the commands print.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    /// <summary>Prints a result for programs.</summary>
    public static void WriteJson<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result, Json));

    /// <summary>The middle of some numbers.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Billions of operations a second; 0 where nobody counted the operations.</summary>
    public static double GigaPerSecond(long operations, double seconds) => operations / seconds / 1e9;
}
