namespace LiVOS.Media;

/// <summary>Tells a file's kind by its first bytes, also of those that are not read: so the message can name them.</summary>
internal static class PictureSignature
{
    /// <summary>The bytes that are read.</summary>
    public const int Length = 16;

    private const string Convert = "convert it to PNG first, with an image editor or: magick IN OUT.png";
    private const string MakeFrames = "make a folder of frames of it: mkdir frames && ffmpeg -i IN -start_number 0 frames/%05d.png";

    /// <summary>Tells the kind.</summary>
    /// <param name="start">The file's first bytes; more do no harm.</param>
    /// <param name="path">Its name.</param>
    /// <exception cref="MediaException">It is none that is read; the message names the kind and says what to do.</exception>
    public static PictureKind Tell(ReadOnlySpan<byte> start, string path)
    {
        if (Png.IsPng(start)) return PictureKind.Png;
        if (Jpeg.IsJpeg(start)) return PictureKind.Jpeg;
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8)) return PictureKind.Gif;
        if (OtherKind(start) is (var kind, var advice)) throw new MediaException($"'{path}' is {kind}, which is not read; {advice}");
        if (start.StartsWith("BM"u8)) return PictureKind.Bmp;
        if (Path.GetExtension(path).Equals(".tga", StringComparison.OrdinalIgnoreCase)) return PictureKind.Tga;
        throw new MediaException($"'{path}' is neither a JPEG nor a PNG, BMP, GIF or TGA picture; convert it to PNG.");
    }

    private static (string Kind, string Advice)? OtherKind(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("RIFF"u8) && start.Length >= 12)
            return start[8..].StartsWith("WEBP"u8) ? ("a WebP picture", Convert) : start[8..].StartsWith("AVI "u8) ? ("an AVI video", MakeFrames) : null;
        if (start.Length >= 12 && start[4..].StartsWith("ftyp"u8)) return OfIsoFile(start[8..12]);
        if (IsAny(start, "FUJIFILM"u8, "IIRO"u8, "IIU\0"u8)) return ("a camera's raw file", Convert);
        if (IsAny(start, "II*\0"u8, "MM\0*"u8, "II+\0"u8) || start.StartsWith("MM\0+"u8)) return ("a TIFF picture or a camera's raw file", Convert);
        if (IsAny(start, [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' '], [0xFF, 0x0A], [])) return ("a JPEG XL picture", Convert);
        if (IsAny(start, [0, 0, 0, 12, (byte)'j', (byte)'P'], [0xFF, 0x4F, 0xFF, 0x51], [])) return ("a JPEG 2000 picture", Convert);
        if (IsAny(start, [0x76, 0x2F, 0x31, 0x01], "#?RADIANCE"u8, "#?RGBE"u8)) return ("a high-range picture (EXR or HDR)", Convert);
        if (start.StartsWith("8BPS"u8)) return ("a Photoshop file", Convert);
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])) return ("a Matroska or WebM video", MakeFrames);
        if (IsAny(start, "%PDF"u8, "PK\u0003\u0004"u8, [0x1F, 0x8B])) return ("a document or an archive", "unpack or export its pictures first.");
        if (IsAny(start, "<!DOCTYPE"u8, "<html"u8, "<svg"u8) || start.StartsWith("<?xml"u8))
            return ("a text (a web page or SVG)", "download or export the picture itself.");
        if (start.StartsWith("version https://"u8)) return ("a Git LFS pointer", "fetch the file itself: git lfs pull");
        return null;
    }

    /// <summary>Of the family of MP4 by its brand.</summary>
    private static (string Kind, string Advice) OfIsoFile(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avi"u8) ? ("an AVIF picture", Convert)
        : IsAny(brand, "hei"u8, "hev"u8, "mif1"u8) || brand.StartsWith("msf1"u8) ? ("a HEIC picture", Convert)
        : brand.StartsWith("crx"u8) ? ("a camera's raw file", Convert)
        : ("a video (MP4 or MOV)", MakeFrames);

    private static bool IsAny(ReadOnlySpan<byte> start, ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, ReadOnlySpan<byte> three) =>
        start.StartsWith(one) || start.StartsWith(two) || three.Length > 0 && start.StartsWith(three);
}
