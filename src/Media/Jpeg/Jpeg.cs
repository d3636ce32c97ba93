using StbImageWriteSharp;

namespace LiVOS.Media;

/// <summary>
/// JPEG files, read by libjpeg-turbo, so that every pixel equals that of the usual Python loaders; where that library is missing, by
/// StbImageSharp, a library of plain C# that is part of this program, whose pixels differ by a few grey levels.
/// </summary>
public static class Jpeg
{
    /// <summary>What to tell where JPEG frames are not read by libjpeg-turbo; null where they are.</summary>
    public static string? WhyInexact => UsesTurboJpeg
        ? null
        : $"JPEG frames are read by {Decoder}, because libjpeg-turbo is not installed (apt-get install libturbojpeg0): "
            + "their pixels differ by a few grey levels from what other programs read.";

    /// <summary>Whether libjpeg-turbo is there.</summary>
    public static bool UsesTurboJpeg => TurboJpeg.IsAvailable;

    /// <summary>The name of the library that reads JPEG files here.</summary>
    public static string Decoder => UsesTurboJpeg ? "libjpeg-turbo" : "StbImageSharp";

    /// <summary>Reads a picture, and turns it upright as its EXIF orientation says.</summary>
    /// <param name="path">The file: colour, grey or CMYK, baseline or progressive.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="MediaException">The file cannot be read, is damaged, cut short or too large, or built of too many scans.</exception>
    public static Picture Read(string path) => Decode(InputFile.Read(path), path);

    /// <summary>Packs a picture as baseline JPEG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">From 1 to 100.</param>
    /// <returns>The file's bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such quality.</exception>
    public static byte[] Encode(Picture picture, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var stream = new MemoryStream();
        new ImageWriter().WriteJpg(picture.Rgb, picture.Width, picture.Height, ColorComponents.RedGreenBlue, stream, quality);
        return stream.ToArray();
    }

    internal static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith([(byte)0xFF, (byte)0xD8, (byte)0xFF]);

    internal static Picture Decode(byte[] file, string path, byte[]? buffer = null) => Decode(file, path, TurboJpeg.IsAvailable, buffer);

    internal static Picture Decode(byte[] file, string path, bool turbo, byte[]? buffer = null)
    {
        if (!IsJpeg(file)) throw new MediaException($"'{path}' is not a JPEG file; convert it to JPEG.");
        JpegHeader header = JpegHeader.Read(new MemoryStream(file), path);
        JpegScans.Check(file, header, path);
        return header.Orientation.Turn(turbo ? TurboJpeg.Decode(file, path, buffer) : StbDecoder.DecodeJpeg(file, path));
    }
}
