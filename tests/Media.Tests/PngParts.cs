using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LiVOS.Media.Tests;

/// <summary>Builds PNG files piece by piece.</summary>
internal static class PngParts
{
    public static byte[] Build(int width, int height, byte depth, byte colour, byte[]? unpacked, params (string Type, byte[] Data)[] before)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        var packed = new MemoryStream();
        if (unpacked is not null)
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(unpacked);
        return
        [
            .. Fixture.Bytes("mask.png")[..8], .. Chunk("IHDR", header), .. before.SelectMany(chunk => Chunk(chunk.Type, chunk.Data)),
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A file of rows that are not filtered.</summary>
    public static byte[] OfRows(int width, byte depth, byte colour, byte[] samples, params (string Type, byte[] Data)[] before)
    {
        int rowBytes = width * depth / 8 * colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return Build(width, samples.Length / rowBytes, depth, colour, [.. samples.Chunk(rowBytes).SelectMany(row => row.Prepend((byte)0))], before);
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        for (int i = 0; i < 4; i++) chunk[4 + i] = (byte)type[i];
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    public static void MakeChecksumsRight(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) return;
            int end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.HashToUInt32(file.AsSpan(at + 4, (int)length + 4)));
            at = end + 4;
        }
    }
}
