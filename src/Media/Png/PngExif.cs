using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>EXIF data in PNG files: the chunk eXIf, which may stand before or after the image data.</summary>
internal static class PngExif
{
    /// <summary>It is looked for among so many chunks; more are no picture's, but a trap.</summary>
    public const int MostChunks = 1 << 16;

    private const int LongestData = 1 << 16;

    /// <summary>Goes from chunk to chunk of an open file, from one's beginning on.</summary>
    public static Orientation Find(Stream file)
    {
        Span<byte> start = stackalloc byte[8];
        for (int chunk = 1; chunk < MostChunks && file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length; chunk++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(start);
            if (length > file.Length - file.Position || start[4..].SequenceEqual("IEND"u8)) break;
            if (start[4..].SequenceEqual("eXIf"u8))
            {
                byte[] data = new byte[Math.Min(length, LongestData)];
                file.ReadExactly(data);
                return Read(data);
            }
            file.Position += length + 4;
        }
        return Orientation.Upright;
    }

    /// <summary>Reads a chunk's data.</summary>
    public static Orientation Read(ReadOnlySpan<byte> data) => Orientation.Read(data[..Math.Min(data.Length, LongestData)]);
}
