namespace LiVOS.Media;

/// <summary>A picture of 256 grey levels: what a threshold makes a mask of.</summary>
public sealed class GreyPicture
{
    /// <summary>Makes a picture of the levels given, which are not copied.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="levels">Row-major, one a pixel.</param>
    /// <exception cref="ArgumentException"><paramref name="levels"/> is not of that size.</exception>
    public GreyPicture(int width, int height, byte[] levels)
    {
        if (levels.Length != PictureSize.Area(width, height))
            throw new ArgumentException($"A {width}x{height} picture has {width * height} levels, not {levels.Length}.", nameof(levels));
        (Width, Height, Levels) = (width, height, levels);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The levels: row-major, one a pixel, 0 for black, 255 for white.</summary>
    public byte[] Levels { get; }

    /// <summary>Reads how bright any picture is: the grey level of a grey one, the luma of colours (ITU-R 601, as Pillow has it).</summary>
    /// <param name="path">The file, of any kind that is read.</param>
    /// <returns>The picture, upright; alpha is dropped.</returns>
    /// <exception cref="MediaException">The file cannot be read, is empty, damaged, or of another kind.</exception>
    public static GreyPicture Read(string path)
    {
        Picture picture = Picture.Read(path);
        byte[] levels = new byte[picture.Width * picture.Height];
        for (int i = 0; i < levels.Length; i++)
        {
            ReadOnlySpan<byte> rgb = picture.Rgb.AsSpan(i * 3, 3);
            levels[i] = (byte)(rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000 >> 16);
        }
        return new GreyPicture(picture.Width, picture.Height, levels);
    }

    /// <summary>Makes a mask of one object: all pixels of a level, and of those above it.</summary>
    /// <param name="threshold">The lowest level of the object, 1 to 255.</param>
    /// <param name="id">The object's id, at least 1.</param>
    /// <returns>The mask, in the simplest format that holds the id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public IndexMask AtLeast(int threshold, int id = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, 255);
        ArgumentOutOfRangeException.ThrowIfLessThan(id, 1);
        int[] ids = new int[Levels.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = Levels[i] >= threshold ? id : 0;
        return new IndexMask(Width, Height, ids, MaskSamples.FormatFor(id));
    }
}
