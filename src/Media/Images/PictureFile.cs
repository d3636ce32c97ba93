namespace LiVOS.Media;

/// <summary>The properties in a picture file's header.</summary>
/// <param name="Kind">The file's kind, by its content.</param>
/// <param name="Width">Width in pixels, upright.</param>
/// <param name="Height">Height in pixels, upright.</param>
public readonly record struct PictureHeader(PictureKind Kind, int Width, int Height);

/// <summary>Looks at picture files without decoding them.</summary>
public static class PictureFile
{
    /// <summary>The endings of the names of files that are read as pictures, in lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tga"];

    /// <summary>The endings of pictures that are known but not read, in lower case: to tell of those that are left out.</summary>
    public static IReadOnlyList<string> OtherExtensions { get; } =
    [
        ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".jfif", ".jpe", ".exr", ".hdr", ".psd", ".ppm", ".pgm",
        ".pnm", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf",
    ];

    /// <summary>Reads a picture file's size from its header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Width and height in pixels, of the upright picture.</returns>
    /// <exception cref="MediaException">The file cannot be read, is empty, is no picture of a kind that is read, or its header is damaged.</exception>
    public static (int Width, int Height) ReadSize(string path)
    {
        PictureHeader header = ReadHeader(path);
        return (header.Width, header.Height);
    }

    /// <summary>Reads a picture file's header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file's kind, and the upright picture's size.</returns>
    /// <exception cref="MediaException">The file cannot be read, is empty, is no picture of a kind that is read, or its header is damaged.</exception>
    public static PictureHeader ReadHeader(string path)
    {
        using Stream file = InputFile.Open(path);
        return ReadHeader(file, path);
    }

    /// <summary>The same of a file that is open.</summary>
    /// <param name="file">The file, at its beginning; it can be searched.</param>
    /// <param name="path">Its name in messages.</param>
    /// <exception cref="MediaException">It cannot be read, is empty, is no picture of a kind that is read, or its header is damaged.</exception>
    public static PictureHeader ReadHeader(Stream file, string path)
    {
        try
        {
            Span<byte> start = stackalloc byte[BmpHeader.Length];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            PictureKind kind = PictureSignature.Tell(start, path);
            var (width, height) = kind switch
            {
                PictureKind.Png => PngSize(file, path),
                PictureKind.Jpeg => JpegSize(file, path),
                PictureKind.Bmp => BmpHeader.Read(start, path).Size,
                PictureKind.Gif => GifBlocks.ReadSize(start, path),
                _ => TgaHeader.Read(start, path).Size,
            };
            return new PictureHeader(kind, width, height);
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(path, error);
        }
    }

    private static (int Width, int Height) JpegSize(Stream file, string path)
    {
        file.Position = 0;
        JpegHeader header = JpegHeader.Read(file, path);
        return header.Orientation.Turn(header.Width, header.Height);
    }

    private static (int Width, int Height) PngSize(Stream file, string path)
    {
        file.Position = PngDecoder.Signature.Length;
        PngHeader header = PngHeader.Read(file, path);
        return PngExif.Find(file).Turn(header.Width, header.Height);
    }
}
