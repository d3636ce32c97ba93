namespace LiVOS.Media;

/// <summary>
/// JPEG files, read by libjpeg-turbo, so that every pixel equals that of the usual Python loaders; where that library is missing, by the
/// ffmpeg program, whose pixels differ by a few grey levels.
/// </summary>
public static class Jpeg
{
    /// <summary>Whether libjpeg-turbo is there.</summary>
    public static bool UsesTurboJpeg => TurboJpeg.IsAvailable;

    /// <summary>Reads a picture. Its EXIF orientation is ignored.</summary>
    /// <param name="path">The file: colour, grey or CMYK, baseline or progressive.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="MediaException">
    /// The file cannot be read, is damaged, cut short or too large, or neither libjpeg-turbo nor ffmpeg is there.
    /// </exception>
    public static Picture Read(string path) => Decode(InputFile.Read(path), path);

    /// <summary>Packs a picture as baseline JPEG, in this program itself.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">From 1 to 100.</param>
    /// <returns>The file's bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such quality.</exception>
    public static byte[] Encode(Picture picture, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var stream = new MemoryStream();
        JpegEncoder.Encode(stream, picture, quality);
        return stream.ToArray();
    }

    internal static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith([(byte)0xFF, (byte)0xD8, (byte)0xFF]);

    internal static Picture Decode(byte[] file, string path)
    {
        if (!IsJpeg(file)) throw new MediaException($"'{path}' is not a JPEG file; convert it to JPEG.");
        return TurboJpeg.IsAvailable ? TurboJpeg.Decode(file, path) : FfmpegStill.Read(path);
    }
}
