using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>The blocks of a GIF file, which are walked before it is decoded.</summary>
internal static class GifBlocks
{
    /// <summary>The bytes of the header.</summary>
    public const int HeaderLength = 13;

    private const int ImageLength = 9;
    private const byte Image = 0x2C, Extension = 0x21, Trailer = 0x3B;

    /// <summary>Reads the size from a header.</summary>
    /// <exception cref="MediaException">It is cut short, or gives a size that is not taken.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < HeaderLength) throw CutShort(path);
        int width = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), height = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        PictureSize.Check(width, height, path);
        return (width, height);
    }

    /// <summary>Requires a whole file with a single picture that lies inside its size.</summary>
    /// <exception cref="MediaException">It is damaged or cut short, or an animation.</exception>
    public static void Check(ReadOnlySpan<byte> file, string path)
    {
        (int width, int height) = ReadSize(file, path);
        int pictures = 0, at = HeaderLength + TableLength(file[10]);
        while (true)
        {
            switch (Byte(file, at++, path))
            {
                case Image:
                    if (++pictures > 1)
                        throw new MediaException($"'{path}' is an animation; give it as the clip itself, which FFmpeg reads, or save one frame as PNG.");
                    if (at + ImageLength > file.Length) throw CutShort(path);
                    ReadOnlySpan<byte> image = file.Slice(at, ImageLength);
                    if (Number(image) + Number(image[4..]) > width || Number(image[2..]) + Number(image[6..]) > height) throw Damaged(path);
                    at = SkipData(file, at + ImageLength + TableLength(image[8]) + 1, path);
                    break;
                case Extension:
                    at = SkipData(file, at + 1, path);
                    break;
                case Trailer when pictures == 1:
                    return;
                default:
                    throw Damaged(path);
            }
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    /// <summary>The length of a table of colours by the flags before it.</summary>
    private static int TableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;

    private static byte Byte(ReadOnlySpan<byte> file, int at, string path) => at < file.Length ? file[at] : throw CutShort(path);

    /// <summary>The place behind pieces of data, each with its length before it, the last of none.</summary>
    private static int SkipData(ReadOnlySpan<byte> file, int at, string path)
    {
        while (Byte(file, at, path) is > 0 and byte length) at += 1 + length;
        return at + 1;
    }

    private static MediaException CutShort(string path) => new($"The GIF file '{path}' is cut short; copy or export it again.");

    private static MediaException Damaged(string path) => new($"The GIF file '{path}' is damaged; copy or export it again.");
}
