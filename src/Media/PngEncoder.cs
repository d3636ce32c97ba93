using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LiVOS.Media;

/// <summary>Writes PNG files, packed quickly rather than tightly.</summary>
static class PngEncoder
{
    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="header">8 or 16 bits, not interlaced.</param>
    /// <param name="palette">The palette of an indexed file.</param>
    /// <param name="samples">Row-major, as the file has them.</param>
    public static void Encode(Stream stream, PngHeader header, Palette? palette, ReadOnlySpan<byte> samples)
    {
        Span<byte> ihdr = stackalloc byte[PngHeader.Length];
        header.Write(ihdr);
        stream.Write(PngDecoder.Signature);
        WriteChunk(stream, "IHDR"u8, ihdr);
        if (palette is not null) WriteChunk(stream, "PLTE"u8, palette.Rgb);

        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, Packing(header), leaveOpen: true)) zlib.Write(Filter(header, samples));
        WriteChunk(stream, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Ids, in one channel, are full of repetitions; the remainders of predicted colours have only runs.</summary>
    static ZLibCompressionOptions Packing(PngHeader header) => new()
    {
        CompressionLevel = 1,
        CompressionStrategy = header.Channels == 1 ? ZLibCompressionStrategy.Default : ZLibCompressionStrategy.RunLengthEncoding,
    };

    /// <summary>Colours by Paeth's prediction; ids as they are, because they pack best unfiltered.</summary>
    static byte[] Filter(PngHeader header, ReadOnlySpan<byte> samples)
    {
        bool ids = header.Channels == 1;
        int rowBytes = header.RowBytes(header.Width);
        byte[] filtered = new byte[(rowBytes + 1) * header.Height];
        ReadOnlySpan<byte> above = new byte[rowBytes];
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = samples.Slice(y * rowBytes, rowBytes);
            Span<byte> line = filtered.AsSpan(y * (rowBytes + 1), rowBytes + 1);
            line[0] = ids ? PngFilter.None : PngFilter.Paeth;
            if (ids) row.CopyTo(line[1..]);
            else PngFilter.ApplyPaeth(row, above, line[1..], header.Channels);
            above = row;
        }
        return filtered;
    }

    static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        stream.Write(chunk);
    }
}
