using StbImageSharp;

namespace LiVOS.Media;

/// <summary>
/// Pictures that are read by StbImageSharp, a library of plain C#. It makes up what a file lacks and believes what a header says; so
/// sizes and lengths are checked before.
/// </summary>
internal static class StbDecoder
{
    /// <summary>Decodes a JPEG file whose header and scans were checked.</summary>
    /// <exception cref="MediaException">The file is damaged, or of a kind that the library does not know.</exception>
    public static Picture DecodeJpeg(byte[] file, string path) => Decode(file, path, "JPEG", "copy it again, or install libjpeg-turbo, which knows more kinds");

    /// <summary>Decodes a BMP file.</summary>
    /// <exception cref="MediaException">The file is damaged, cut short, too large, or of a kind that is not read.</exception>
    public static Picture DecodeBmp(byte[] file, string path)
    {
        if (BmpHeader.Read(file, path).NeededBytes > file.Length) throw CutShort(path);
        return Decode(file, path, "BMP", "save it as PNG");
    }

    /// <summary>Decodes a GIF file that holds one picture.</summary>
    /// <exception cref="MediaException">The file is damaged, cut short, too large, or an animation.</exception>
    public static Picture DecodeGif(byte[] file, string path)
    {
        GifBlocks.Check(file, path);
        return Decode(file, path, "GIF", "save it as PNG");
    }

    /// <summary>Decodes a TGA file.</summary>
    /// <exception cref="MediaException">The file is damaged, cut short, too large, or of a kind that is not read.</exception>
    public static Picture DecodeTga(byte[] file, string path)
    {
        TgaHeader header = TgaHeader.Read(file, path);
        if (!header.IsWhole(file)) throw CutShort(path);
        Picture picture = Decode(file, path, "TGA", "save it as PNG");
        return header.Mirrored ? new Orientation(2).Turn(picture) : picture;
    }

    private static Picture Decode(byte[] file, string path, string kind, string advice)
    {
        try
        {
            if (ImageInfo.FromStream(new MemoryStream(file)) is ImageInfo info)
                PictureSize.Check(info.Width, Math.Abs((long)info.Height), path); // a height below 0: rows from the top
            ImageResult picture = ImageResult.FromMemory(file, ColorComponents.RedGreenBlue);
            return new Picture(picture.Width, picture.Height, picture.Data);
        }
        catch (Exception error) when (error is not (MediaException or OutOfMemoryException))
        {
            throw new MediaException($"The {kind} file '{path}' is damaged or of a kind that is not read ({error.Message.TrimEnd('.')}); {advice}.", error);
        }
    }

    private static MediaException CutShort(string path) => new($"'{path}' is cut short; copy or export it again.");
}
