using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>How a PNG file lays out a pixel: the values stand in the file.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Indexed = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour, bool Interlaced)
{
    /// <summary>Bytes of the chunk.</summary>
    public const int Length = 13;

    /// <summary>Samples a pixel.</summary>
    public int Channels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.RgbAlpha => 4,
        _ => 1,
    };

    public int BitsPerPixel => BitDepth * Channels;

    /// <summary>Bytes of a row of so many pixels, without the filter's byte.</summary>
    public int RowBytes(int pixels) => (int)(((long)pixels * BitsPerPixel + 7) / 8);

    /// <summary>Reads and checks the chunk.</summary>
    /// <exception cref="MediaException">The format does not know such a header, or the size is not taken.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> chunk, string path)
    {
        if (chunk.Length != Length)
            throw new MediaException($"The PNG file '{path}' is damaged (its header is {chunk.Length} bytes long); export it again.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk), height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        byte depth = chunk[8], interlace = chunk[12];
        var colour = (PngColour)chunk[9];
        bool known = colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Indexed => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!known || chunk[10] != 0 || chunk[11] != 0 || interlace > 1)
            throw new MediaException($"The PNG file '{path}' is damaged (no such format: colour type {chunk[9]}, {depth} bits, "
                + $"compression {chunk[10]}, filter {chunk[11]}, interlace {interlace}); export it again.");
        PictureSize.Check(width, height, path);
        return new PngHeader((int)width, (int)height, depth, colour, interlace == 1);
    }

    /// <summary>Reads and checks the chunk where an open file has it, and goes to the next.</summary>
    /// <exception cref="MediaException">There is no whole header, or it is not taken.</exception>
    public static PngHeader Read(Stream file, string path)
    {
        Span<byte> chunk = stackalloc byte[8 + Length + 4];
        if (file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length || !chunk[4..8].SequenceEqual("IHDR"u8))
            throw new MediaException($"The PNG file '{path}' is damaged (the header is missing or cut short); copy or export it again.");
        return Read(chunk.Slice(8, Length), path);
    }

    public void Write(Span<byte> chunk)
    {
        BinaryPrimitives.WriteInt32BigEndian(chunk, Width);
        BinaryPrimitives.WriteInt32BigEndian(chunk[4..], Height);
        chunk[8] = (byte)BitDepth;
        chunk[9] = (byte)Colour;
        chunk[10] = chunk[11] = 0;
        chunk[12] = (byte)(Interlaced ? 1 : 0);
    }
}
