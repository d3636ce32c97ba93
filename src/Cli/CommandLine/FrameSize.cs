using System.Globalization;
using System.Text.RegularExpressions;

namespace LiVOS.Cli.CommandLine;

/// <summary>Rows, and pixels in a row.</summary>
internal readonly partial record struct FrameSize(int Height, int Width)
{
    /// <summary>Reads a size as people type it: 480x854, 480 x 854.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size.</param>
    /// <returns>The problem with the text; null if there is none.</returns>
    public static string? Parse(string text, out FrameSize size)
    {
        size = default;
        if (Sides().Match(text) is { Success: true } sides
            && int.TryParse(sides.Groups["height"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height > 0
            && int.TryParse(sides.Groups["width"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width > 0)
        {
            size = new FrameSize(height, width);
            return null;
        }

        return $"'{text}' is not a valid size; give rows x columns in pixels, such as 480x854.";
    }

    public override string ToString() => $"{Height}x{Width}";

    [GeneratedRegex(@"^\s*(?<height>[0-9]+)\s*[xX×*]\s*(?<width>[0-9]+)\s*(px)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Sides();
}
