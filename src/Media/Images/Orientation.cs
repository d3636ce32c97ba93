using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LiVOS.Media;

/// <summary>How a camera was held, as EXIF has it: 1 to 8. Pictures are turned upright by it, as every viewer does.</summary>
/// <param name="Value">1: upright. 2 to 4: mirrored, upside down, both. 5 to 8: lying on a side.</param>
internal readonly record struct Orientation(int Value)
{
    private const ushort OrientationTag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>Nothing to turn.</summary>
    public static Orientation Upright { get; } = new(1);

    /// <summary>Reads it from EXIF data; damaged data count as upright. Only the first directory is read.</summary>
    /// <param name="tiff">From the byte order's mark on.</param>
    public static Orientation Read(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !little && !tiff.StartsWith("MM\0*"u8)) return Upright;
        uint directory = Long(tiff[4..], little);
        if (directory > tiff.Length - 2) return Upright;
        ReadOnlySpan<byte> entries = tiff[((int)directory + 2)..];
        int count = Math.Min(Short(tiff[(int)directory..], little), entries.Length / EntryLength);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(i * EntryLength, EntryLength);
            if (Short(entry, little) != OrientationTag) continue;
            uint value = Short(entry[2..], little) switch // the type: a byte, 16 or 32 bits
            {
                1 => entry[8],
                3 => Short(entry[8..], little),
                4 => Long(entry[8..], little),
                _ => 0,
            };
            return value is >= 1 and <= 8 && Long(entry[4..], little) == 1 ? new Orientation((int)value) : Upright;
        }
        return Upright;
    }

    /// <summary>The upright size of a picture that is stored in this one.</summary>
    public (int Width, int Height) Turn(int width, int height) => Value >= 5 ? (height, width) : (width, height);

    /// <summary>Turns a picture upright.</summary>
    public Picture Turn(Picture picture)
    {
        if (Value == 1) return picture;
        var (width, height) = Turn(picture.Width, picture.Height);
        var turned = new Picture(width, height);
        Turn(MemoryMarshal.Cast<byte, Pixel>(picture.Rgb), MemoryMarshal.Cast<byte, Pixel>(turned.Rgb.AsSpan()), picture.Width, picture.Height);
        return turned;
    }

    /// <summary>Turns one value a pixel upright.</summary>
    public T[] Turn<T>(T[] pixels, int width, int height)
    {
        if (Value == 1) return pixels;
        var turned = new T[pixels.Length];
        Turn<T>(pixels, turned, width, height);
        return turned;
    }

    private void Turn<T>(ReadOnlySpan<T> from, Span<T> to, int width, int height)
    {
        int last = width * height - 1, lastRow = last - width + 1, lastColumn = width - 1;
        // Where the upright picture's first pixel is stored, and the steps to its next pixel and its next row.
        var (start, right, down) = Value switch
        {
            2 => (lastColumn, -1, width),
            3 => (last, -1, -width),
            4 => (lastRow, 1, -width),
            5 => (0, width, 1),
            6 => (lastRow, -width, 1),
            7 => (last, -width, -1),
            8 => (lastColumn, width, -1),
            _ => (0, 1, width),
        };
        var upright = Turn(width, height);
        for (int y = 0, i = 0; y < upright.Height; y++)
            for (int x = 0; x < upright.Width; x++)
                to[i++] = from[start + x * right + y * down];
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Long(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Pixel(byte R, byte G, byte B);
}
