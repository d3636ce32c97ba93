namespace LiVOS.Video;

/// <summary>Makes RGB of the pixels that programs have.</summary>
internal static class PixelRows
{
    /// <summary>Bytes of a pixel.</summary>
    public static int BytesOf(PixelFormat format) => format switch
    {
        PixelFormat.Grey => 1,
        PixelFormat.Rgb or PixelFormat.Bgr => 3,
        PixelFormat.Rgba or PixelFormat.Bgra => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format of pixels."),
    };

    /// <summary>Copies a row.</summary>
    /// <param name="pixels">The row's pixels.</param>
    /// <param name="format">Their format.</param>
    /// <param name="rgb">Gets red, green and blue of each.</param>
    public static void ToRgb(ReadOnlySpan<byte> pixels, PixelFormat format, Span<byte> rgb)
    {
        if (format == PixelFormat.Rgb)
        {
            pixels.CopyTo(rgb);
            return;
        }
        (int red, int green, int blue) = format switch
        {
            PixelFormat.Grey => (0, 0, 0),
            PixelFormat.Rgba => (0, 1, 2),
            _ => (2, 1, 0),
        };
        int bytes = BytesOf(format);
        for (int from = 0, to = 0; to < rgb.Length; from += bytes, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (pixels[from + red], pixels[from + green], pixels[from + blue]);
    }
}
