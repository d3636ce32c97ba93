using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>The header of a JPEG file: everything before its first scan.</summary>
/// <param name="Width">Width in pixels, as stored.</param>
/// <param name="Height">Height in pixels, as stored.</param>
/// <param name="Orientation">How to turn it upright.</param>
/// <param name="FirstScan">Where the first scan's segment begins, at its marker.</param>
internal readonly record struct JpegHeader(int Width, int Height, Orientation Orientation, int FirstScan)
{
    private const byte StartOfScan = 0xDA, EndOfPicture = 0xD9, Application1 = 0xE1;

    /// <summary>Headers with profiles, previews and all are smaller.</summary>
    private const long MostBytes = 1 << 26;

    /// <summary>Goes from segment to segment.</summary>
    /// <param name="file">An open file, at its beginning.</param>
    /// <param name="path">Its name.</param>
    /// <exception cref="MediaException">The file gives no size, ends before its first scan, or is too large.</exception>
    public static JpegHeader Read(Stream file, string path)
    {
        int width = 0, height = 0;
        Orientation? orientation = null;
        Span<byte> segment = stackalloc byte[7];
        for (file.Position = 2; file.Position < MostBytes;)
        {
            int marker = ReadMarker(file);
            if (marker is < 0 or EndOfPicture) break;
            long start = file.Position;
            if (marker == StartOfScan)
            {
                if (width == 0) break;
                PictureSize.Check(width, height, path);
                return new JpegHeader(width, height, orientation ?? Orientation.Upright, (int)start - 2);
            }
            if (file.ReadAtLeast(segment[..2], 2, throwOnEndOfStream: false) < 2) break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(segment);
            if (length < 2) break;
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC) // begins the picture's frame
            {
                if (width != 0 || file.ReadAtLeast(segment[2..], 5, throwOnEndOfStream: false) < 5) break;
                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
                PictureSize.Check(width, height, path);
            }
            else if (marker == Application1)
            {
                orientation ??= ReadExif(file, length - 2);
            }
            file.Position = start + length;
        }
        throw new MediaException($"The JPEG file '{path}' is damaged or cut short (it gives no size, or no picture after it); copy or export it again.");
    }

    /// <summary>Null where the segment holds something else.</summary>
    private static Orientation? ReadExif(Stream file, int length)
    {
        byte[] data = new byte[length];
        int there = file.ReadAtLeast(data, length, throwOnEndOfStream: false);
        return data.AsSpan().StartsWith("Exif\0"u8) && there > 6 ? Orientation.Read(data.AsSpan(6, there - 6)) : null;
    }

    /// <summary>The next marker's code, past stray and filling bytes; -1 where the file ends.</summary>
    private static int ReadMarker(Stream file)
    {
        int previous = 0;
        for (int value; (value = file.ReadByte()) >= 0 && file.Position < MostBytes; previous = value)
            if (previous == 0xFF && value is not (0 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD8)))
                return value;
        return -1;
    }
}
