namespace LiVOS.Cli.Automask;

/// <summary>A colour with its opacity.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
/// <param name="A">Opacity: 255 hides what lies below.</param>
internal readonly record struct RgbaColour(byte R, byte G, byte B, byte A);

/// <summary>How masks look in Kdenlive: one colour with a border, upon nothing.</summary>
/// <param name="Colour">The object's.</param>
/// <param name="Border">The border's.</param>
/// <param name="BorderWidth">The border's width in pixels, half of it beside the object; 0 for none.</param>
internal sealed record MaskLook(RgbaColour Colour, RgbaColour Border, int BorderWidth)
{
    private const int Channels = 4;

    /// <summary>Draws a mask.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="mask">[height, width]: 0 where the object is not.</param>
    /// <returns>[height, width, 4]: red, green, blue and opacity.</returns>
    public byte[] Draw(int width, int height, ReadOnlySpan<byte> mask)
    {
        var samples = new byte[width * height * Channels];
        for (int i = 0; i < mask.Length; i++)
            if (mask[i] != 0) Set(samples, i, Colour);
        if (BorderWidth > 0)
            foreach (int pixel in OuterBorder.Of(width, height, mask)) Dab(samples, width, height, pixel);
        return samples;
    }

    /// <summary>Draws a disk of the border's width.</summary>
    private void Dab(byte[] samples, int width, int height, int pixel)
    {
        int reach = BorderWidth / 2, centreX = pixel % width, centreY = pixel / width;
        for (int y = Math.Max(0, centreY - reach); y <= Math.Min(height - 1, centreY + reach); y++)
            for (int x = Math.Max(0, centreX - reach); x <= Math.Min(width - 1, centreX + reach); x++)
            {
                int dx = x - centreX, dy = y - centreY;
                if (4 * (dx * dx + dy * dy) <= BorderWidth * BorderWidth) Set(samples, y * width + x, Border);
            }
    }

    private static void Set(byte[] samples, int pixel, RgbaColour colour) =>
        (samples[pixel * Channels], samples[pixel * Channels + 1], samples[pixel * Channels + 2], samples[pixel * Channels + 3]) =
            (colour.R, colour.G, colour.B, colour.A);
}
