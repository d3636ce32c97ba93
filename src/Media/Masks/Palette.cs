namespace LiVOS.Media;

/// <summary>The colours of an indexed picture: 1 to 256 of them.</summary>
public sealed class Palette
{
    private readonly byte[] _rgb;

    /// <summary>Makes a palette.</summary>
    /// <param name="rgb">3 bytes (red, green, blue) a colour.</param>
    /// <exception cref="ArgumentException">Not 1 to 256 whole colours.</exception>
    public Palette(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length is < 3 or > 768 || rgb.Length % 3 != 0)
            throw new ArgumentException($"A palette has 3 to 768 bytes, three for each colour, not {rgb.Length}.", nameof(rgb));
        _rgb = rgb.ToArray();
    }

    /// <summary>The Pascal VOC colour map of 256 colours, which the DAVIS data sets use.</summary>
    public static Palette Davis { get; } = MakeDavis();

    /// <summary>How many colours there are, 1 to 256.</summary>
    public int Count => _rgb.Length / 3;

    /// <summary>All colours, 3 bytes (red, green, blue) each.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;

    /// <summary>One colour.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such colour.</exception>
    public (byte R, byte G, byte B) this[int index] => (_rgb[index * 3], _rgb[index * 3 + 1], _rgb[index * 3 + 2]);

    /// <summary>The same colours, filled up from <see cref="Davis"/> where there are fewer than asked for.</summary>
    internal Palette ExtendedTo(int count) =>
        count <= Count ? this : new Palette([.. _rgb, .. Davis._rgb.AsSpan(_rgb.Length, count * 3 - _rgb.Length)]);

    /// <summary>The same colours, of which two change places; filled up from <see cref="Davis"/> where one is beyond.</summary>
    internal Palette Swapped(int one, int other)
    {
        if (one > 255 || other > 255) return this;
        byte[] swapped = [.. ExtendedTo(Math.Max(one, other) + 1)._rgb];
        for (int i = 0; i < 3; i++) (swapped[one * 3 + i], swapped[other * 3 + i]) = (swapped[other * 3 + i], swapped[one * 3 + i]);
        return new Palette(swapped);
    }

    private static Palette MakeDavis()
    {
        byte[] colours = new byte[768];
        for (int index = 0; index < 256; index++)
            // Bit 3k of the index is bit 7-k of red, bit 3k+1 of green, bit 3k+2 of blue.
            for (int bit = 0; bit < 8; bit++)
                colours[index * 3 + bit % 3] |= (byte)((index >> bit & 1) << 7 - bit / 3);
        return new Palette(colours);
    }
}
