using System.Globalization;

namespace LiVOS.Cli.CommandLine;

/// <summary>A colour as it is typed: <c>#78FF9B</c>, <c>78FF9B</c> or <c>120,255,155</c>.</summary>
internal static class RgbColour
{
    private const int Digits = 6;

    /// <summary>Reads a colour.</summary>
    /// <returns>The colour; null where it is none.</returns>
    public static (byte R, byte G, byte B)? Parse(string text)
    {
        string[] parts = text.Split(',');
        if (parts.Length == 3)
            return parts.All(part => byte.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                ? (Level(parts[0]), Level(parts[1]), Level(parts[2]))
                : null;
        string digits = text.Trim().TrimStart('#');
        return digits.Length == Digits && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb)
            ? ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;
    }

    private static byte Level(string part) => byte.Parse(part, CultureInfo.InvariantCulture);
}
