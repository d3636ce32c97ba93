using System.Globalization;

namespace LiVOS.Bench;

/// <summary>Rows and columns, written as <c>480x864</c>.</summary>
internal readonly record struct FrameSize(int Height, int Width)
{
    public static bool TryParse(string text, out FrameSize size)
    {
        size = default;
        string[] sides = text.Split('x');
        if (sides.Length != 2 || !TryParseSide(sides[0], out int height) || !TryParseSide(sides[1], out int width)) return false;
        size = new FrameSize(height, width);
        return true;
    }

    public override string ToString() => $"{Height}x{Width}";

    private static bool TryParseSide(string text, out int side) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side > 0;
}
