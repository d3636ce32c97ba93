using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiVOS.Bench;

/// <summary>The output of the commands.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    /// <summary>Prints a result for programs.</summary>
    public static void WriteJson<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result, s_json));

    /// <summary>Prints a row of a table in Markdown.</summary>
    public static void Row(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>The median of some numbers.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Billions of operations a second; 0 if the operations were not counted.</summary>
    public static double GigaPerSecond(long operations, double seconds) => operations / seconds / 1e9;
}
