using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LiVOS.Media;

/// <summary>Writes PNG files, packed quickly rather than tightly.</summary>
internal static class PngEncoder
{
    /// <summary>Frame after frame is packed here: a stream of its own for each would leave as many behind.</summary>
    [ThreadStatic]
    private static MemoryStream? s_packed;

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

        MemoryStream packed = s_packed ??= new MemoryStream();
        packed.SetLength(0);
        using (var filtered = new RentedBytes((header.RowBytes(header.Width) + 1) * header.Height))
        using (var zlib = new ZLibStream(packed, Packing(header), leaveOpen: true))
        {
            Filter(header, samples, filtered.Span);
            zlib.Write(filtered.Span);
        }
        WriteChunk(stream, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Ids, in one channel, are full of repetitions; the remainders of predicted colours have only runs.</summary>
    private static ZLibCompressionOptions Packing(PngHeader header) => new()
    {
        CompressionLevel = 1,
        CompressionStrategy = header.Channels == 1 ? ZLibCompressionStrategy.Default : ZLibCompressionStrategy.RunLengthEncoding,
    };

    /// <summary>Colours by Paeth's prediction; ids as they are, because they pack best unfiltered.</summary>
    private static void Filter(PngHeader header, ReadOnlySpan<byte> samples, Span<byte> filtered)
    {
        bool ids = header.Channels == 1;
        int rowBytes = header.RowBytes(header.Width);
        ReadOnlySpan<byte> above = new byte[rowBytes];
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = samples.Slice(y * rowBytes, rowBytes);
            Span<byte> line = filtered.Slice(y * (rowBytes + 1), rowBytes + 1);
            line[0] = ids ? PngFilter.None : PngFilter.Paeth;
            if (ids) row.CopyTo(line[1..]);
            else PngFilter.ApplyPaeth(row, above, line[1..], header.Channels);
            above = row;
        }
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        stream.Write(number);
    }
}
