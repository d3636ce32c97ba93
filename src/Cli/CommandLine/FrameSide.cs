using System.Globalization;
using System.Numerics;

namespace LiVOS.Cli.CommandLine;

/// <summary>The shorter side of frames as the network sees them.</summary>
/// <param name="Pixels">Its length; null for that of the frames themselves.</param>
internal readonly record struct FrameSide(int? Pixels)
{
    /// <summary>The longest valid side, that of the largest frames.</summary>
    public const int Longest = 32768;

    /// <summary>The name of the frames' own size.</summary>
    public const string Native = "native";

    /// <summary>Reads a side as people type it: 480, 480p, native.</summary>
    /// <param name="text">The text.</param>
    /// <param name="side">The side.</param>
    /// <returns>The problem with the text; null if there is none.</returns>
    public static string? Parse(string text, out FrameSide side)
    {
        side = default;
        string word = text.Trim().ToLowerInvariant();
        if (word is Native or "original" or "source") return null;
        if (FrameSize.Parse(word, out FrameSize size) is null)
            return $"'{text}' has two sides; give the shorter one alone: {Math.Min(size.Height, size.Width)}.";
        string digits = word.EndsWith("px", StringComparison.Ordinal) ? word[..^2] : word.EndsWith('p') ? word[..^1] : word;
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger pixels))
            return $"'{text}' is not a size; give the shorter side in pixels, such as 480, or {Native} for the frames' own.";
        if (pixels < 1 || pixels > Longest) return $"'{text}' is not from 1 to {Longest} pixels.";
        side = new FrameSide((int)pixels);
        return null;
    }

    public override string ToString() => Pixels?.ToString(CultureInfo.InvariantCulture) ?? Native;
}
