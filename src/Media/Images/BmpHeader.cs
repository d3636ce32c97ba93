using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>The header of a BMP file.</summary>
/// <param name="Size">Width and height in pixels.</param>
/// <param name="NeededBytes">How long the file must be to hold all pixels.</param>
internal readonly record struct BmpHeader((int Width, int Height) Size, long NeededBytes)
{
    /// <summary>The bytes that are read.</summary>
    public const int Length = 54;

    private const int CoreLength = 12, FileHeaderLength = 14;

    /// <summary>Reads a header.</summary>
    /// <exception cref="MediaException">It is cut short, of a kind that is not read, or gives a size that is not taken.</exception>
    public static BmpHeader Read(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < FileHeaderLength + CoreLength) throw Damaged(path);
        uint pixels = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]), length = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        bool core = length == CoreLength;
        if (!core && file.Length < Length) throw Damaged(path);
        long width = core ? BinaryPrimitives.ReadUInt16LittleEndian(file[18..]) : BinaryPrimitives.ReadInt32LittleEndian(file[18..]);
        long height = core ? BinaryPrimitives.ReadUInt16LittleEndian(file[20..]) : Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(core ? 24 : 28)..]);
        uint packing = core ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32) || packing is not (0 or 3)) // plain, or with masks for the colours' bits
            throw new MediaException($"The BMP file '{path}' is of a kind that is not read ({bits} bits a pixel, packing {packing}); save it as PNG.");
        PictureSize.Check(width, height, path);
        return new BmpHeader(((int)width, (int)height), pixels + (width * bits + 31) / 32 * 4 * height);
    }

    private static MediaException Damaged(string path) => new($"The BMP file '{path}' is cut short; copy or export it again.");
}
