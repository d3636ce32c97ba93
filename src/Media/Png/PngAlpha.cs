namespace LiVOS.Media;

/// <summary>How opaque the pixels of a PNG are: by an alpha channel, by the palette, or by one colour that is transparent.</summary>
internal static class PngAlpha
{
    /// <summary>Gives one byte a pixel, as stored; null where nothing in the file speaks of it.</summary>
    /// <param name="image">A picture with all 16 bits of such samples.</param>
    public static byte[]? Of(PngImage image)
    {
        PngHeader header = image.Header;
        byte[] alpha = new byte[header.Width * header.Height];
        ReadOnlySpan<byte> chunk = image.Transparency;
        if (IsChannel(header))
        {
            for (int i = 0, last = header.Channels - 1; i < alpha.Length; i++) alpha[i] = image.Samples[i * header.Channels + last];
            return alpha;
        }
        if (header.Colour == PngColour.Indexed)
        {
            if (chunk.Length == 0) return null;
            for (int i = 0; i < alpha.Length; i++) alpha[i] = image.Samples[i] < chunk.Length ? chunk[image.Samples[i]] : (byte)255;
            return alpha;
        }
        if (chunk.Length != header.Channels * 2) return null;
        for (int i = 0; i < alpha.Length; i++) alpha[i] = IsTransparent(image, i * header.Channels, chunk) ? (byte)0 : (byte)255;
        return alpha;
    }

    /// <summary>Whether alpha is a channel of its own.</summary>
    public static bool IsChannel(PngHeader header) => header.Colour is PngColour.GreyAlpha or PngColour.RgbAlpha;

    private static bool IsTransparent(PngImage image, int first, ReadOnlySpan<byte> colour)
    {
        PngHeader header = image.Header;
        int scale = header.BitDepth < 8 ? 255 / ((1 << header.BitDepth) - 1) : 1;
        for (int channel = 0; channel < header.Channels; channel++)
        {
            byte upper = colour[channel * 2], lower = colour[channel * 2 + 1];
            bool same = header.BitDepth == 16
                ? image.Samples[first + channel] == upper && image.Lower![first + channel] == lower
                : image.Samples[first + channel] == lower * scale;
            if (!same) return false;
        }
        return true;
    }
}
