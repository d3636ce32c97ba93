using System.Numerics;

namespace LiVOS.Media;

/// <summary>Shows a mask upon its frame.</summary>
public static class Overlay
{
    /// <summary>Tints every object in its colour, with a thin brighter outline.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="mask">The mask, of the frame's size; colours are its palette's, or <see cref="Palette.Davis"/>'s.</param>
    /// <param name="opacity">Of the tint: 0 shows the frame, 1 the colour.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the opacity is not from 0 to 1.</exception>
    public static Picture Blend(Picture frame, IndexMask mask, double opacity)
    {
        var blended = new Picture(frame.Width, frame.Height, (byte[])frame.Rgb.Clone());
        Draw(blended, mask, opacity);
        return blended;
    }

    /// <summary>The same, into the frame's own picture.</summary>
    /// <param name="frame">The frame, which is changed.</param>
    /// <param name="mask">As above.</param>
    /// <param name="opacity">As above.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the opacity is not from 0 to 1.</exception>
    public static void Draw(Picture frame, IndexMask mask, double opacity) =>
        Draw<int>(frame, mask.Width, mask.Height, mask.Ids, id => ColourOf(id, mask.Palette), opacity);

    /// <summary>The same, with a mask of labels.</summary>
    /// <param name="frame">The frame, which is changed.</param>
    /// <param name="mask">As above.</param>
    /// <param name="opacity">As above.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the opacity is not from 0 to 1.</exception>
    public static void Draw(Picture frame, LabelMask mask, double opacity) =>
        Draw<byte>(frame, mask.Width, mask.Height, mask.Labels, label => ColourOf(mask.Ids[label], mask.Palette), opacity);

    private static void Draw<T>(
        Picture frame, int width, int height, ReadOnlySpan<T> mask, Func<T, (byte R, byte G, byte B)> colourOf, double opacity)
        where T : IBinaryInteger<T>
    {
        if (width != frame.Width || height != frame.Height)
            throw new ArgumentException($"The mask is {width}x{height}, the frame {frame.Width}x{frame.Height}.", nameof(mask));
        if (!(opacity >= 0 && opacity <= 1)) throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "The opacity is from 0 to 1.");

        int tint = (int)Math.Round(opacity * 256);
        for (int y = 0, pixel = 0; y < height; y++)
            for (int x = 0; x < width; x++, pixel++)
            {
                if (T.IsZero(mask[pixel])) continue;
                var (r, g, b) = colourOf(mask[pixel]);
                Span<byte> rgb = frame.Rgb.AsSpan(pixel * 3, 3);
                if (IsOutline(mask, width, height, x, y))
                    (rgb[0], rgb[1], rgb[2]) = (Brighter(r), Brighter(g), Brighter(b));
                else
                    (rgb[0], rgb[1], rgb[2]) = (Mix(rgb[0], r, tint), Mix(rgb[1], g, tint), Mix(rgb[2], b, tint));
            }
    }

    /// <summary>Ids beyond the palette take their colours from 1 to 255 over again: none is the background's.</summary>
    private static (byte R, byte G, byte B) ColourOf(int id, Palette? palette) =>
        palette is not null && id < palette.Count ? palette[id] : Palette.Davis[1 + (id - 1) % 255];

    private static bool IsOutline<T>(ReadOnlySpan<T> mask, int width, int height, int x, int y) where T : IBinaryInteger<T>
    {
        int pixel = y * width + x;
        T own = mask[pixel];
        return x > 0 && mask[pixel - 1] != own || x < width - 1 && mask[pixel + 1] != own
            || y > 0 && mask[pixel - width] != own || y < height - 1 && mask[pixel + width] != own;
    }

    private static byte Mix(byte from, byte to, int share) => (byte)(from + ((to - from) * share >> 8));

    private static byte Brighter(byte value) => (byte)(value + (255 - value) / 2);
}
