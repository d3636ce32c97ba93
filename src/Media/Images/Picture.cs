namespace LiVOS.Media;

/// <summary>An 8-bit RGB picture.</summary>
public sealed class Picture
{
    /// <summary>Makes a black picture.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    public Picture(int width, int height) : this(width, height, new byte[PictureSize.Area(width, height) * 3])
    {
    }

    /// <summary>Makes a picture of the pixels given, which are not copied.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="rgb">Row-major, 3 bytes a pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="rgb"/> is not of that size.</exception>
    public Picture(int width, int height, byte[] rgb)
    {
        int length = PictureSize.Area(width, height) * 3;
        if (rgb.Length != length)
            throw new ArgumentException($"A {width}x{height} picture has {length} bytes, not {rgb.Length}.", nameof(rgb));
        (Width, Height, Rgb) = (width, height, rgb);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels: row-major, 3 bytes (red, green, blue) a pixel.</summary>
    public byte[] Rgb { get; }

    /// <summary>Reads a JPEG, PNG, BMP, GIF or TGA file, recognized by its content, not by its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="buffer">An array that the pixels may be put into, if it has just their length: such as that of a picture that is done with.</param>
    /// <returns>The picture, turned upright as its EXIF orientation says; transparency is dropped, 16 bits are reduced to 8.</returns>
    /// <exception cref="MediaException">The file cannot be read, is empty, damaged, or of another kind.</exception>
    public static Picture Read(string path, byte[]? buffer = null) => Decode(InputFile.Read(path), path, buffer);

    /// <summary>Reads a picture that is in memory; otherwise as above.</summary>
    /// <param name="file">All bytes of its file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="buffer">As above.</param>
    /// <exception cref="MediaException">It is empty, damaged, or of another kind.</exception>
    public static Picture Decode(byte[] file, string name, byte[]? buffer = null) => PictureSignature.Tell(file, name) switch
    {
        PictureKind.Png => Png.DecodePicture(file, name, buffer),
        PictureKind.Jpeg => Jpeg.Decode(file, name, buffer),
        PictureKind.Bmp => StbDecoder.DecodeBmp(file, name),
        PictureKind.Gif => StbDecoder.DecodeGif(file, name),
        _ => StbDecoder.DecodeTga(file, name),
    };
}
