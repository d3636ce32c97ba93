using System.Globalization;
using System.Text.RegularExpressions;
using LiVOS.Cli.Reports;

namespace LiVOS.Cli.CommandLine;

/// <summary>An amount of memory as people type it: 4GB, 4 GiB, 4000M, 4e9.</summary>
internal static partial class MemorySize
{
    /// <summary>The least valid amount: smaller numbers lack their unit.</summary>
    private const long Least = 1_000_000;

    private const string Units = "kmgt";

    /// <summary>Reads an amount. Units are decimal, but for those with an i (GiB).</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">The amount.</param>
    /// <returns>The problem with the text; null if there is none.</returns>
    public static string? Parse(string text, out long bytes)
    {
        bytes = 0;
        Match match = Amount().Match(text);
        if (!match.Success) return $"'{text}' is not an amount of memory; give one such as 4GB or 512MiB.";
        int power = match.Groups["unit"].Value.ToLowerInvariant() is [char unit] ? Units.IndexOf(unit) + 1 : 0;
        double amount =
            double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * Math.Pow(match.Groups["binary"].Success ? 1024 : 1000, power);
        if (amount >= long.MaxValue) return $"'{text}' is more memory than any machine has; give an amount such as 4GB.";
        bytes = (long)amount;
        return bytes < Least
            ? $"'{text}' is {(power == 0 ? $"{bytes} bytes" : Report.Size(bytes))} of memory, too little for anything; "
                + "give an amount with its unit, such as 4GB."
            : null;
    }

    /// <summary>Whether a text is a unit alone.</summary>
    public static bool IsUnit(string text) => Unit().IsMatch(text);

    /// <summary>Whether a text is a number without a unit.</summary>
    public static bool IsNumber(string text) => Amount().Match(text) is { Success: true } match
        && text.EndsWith(match.Groups["number"].Value, StringComparison.Ordinal);

    [GeneratedRegex(
        @"^\s*(?<number>[0-9]+(\.[0-9]+)?(e\+?[0-9]{1,3})?)\s*((?<unit>[kmgt])(?<binary>i)?)?b?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Amount();

    [GeneratedRegex("^[kmgt]i?b?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();
}
