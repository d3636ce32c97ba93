using System.Numerics;

namespace LiVOS.Media;

/// <summary>One of the JPEG standard's own Huffman codes (tables K.3 and K.5), used for brightness and colours alike.</summary>
sealed class JpegCode
{
    readonly byte[] lengths = new byte[256];
    readonly ushort[] codes = new ushort[256];

    JpegCode(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        Definition = [.. counts, .. symbols];
        for (int length = 1, code = 0, i = 0; length <= 16; length++, code <<= 1)
            for (int end = i + counts[length - 1]; i < end; i++)
                (lengths[symbols[i]], codes[symbols[i]]) = ((byte)length, (ushort)code++);
    }

    /// <summary>For blocks' means: a symbol is the number of bits that follow.</summary>
    public static JpegCode Means { get; } = new([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

    /// <summary>For all other frequencies: the upper four bits of a symbol count the zeros before it.</summary>
    public static JpegCode Frequencies { get; } = new(
        [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
        [
            0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08,
            0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0A, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x25, 0x26, 0x27, 0x28,
            0x29, 0x2A, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
            0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89,
            0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6,
            0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2,
            0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
        ]);

    /// <summary>How many symbols there are of each length, and the symbols: as files hold it.</summary>
    public byte[] Definition { get; }

    /// <summary>A symbol's bits and their number.</summary>
    public (int Code, int Length) this[int symbol] => (codes[symbol], lengths[symbol]);
}

/// <summary>Writes the bits of JPEG blocks.</summary>
/// <param name="stream">Where to.</param>
sealed class JpegBits(Stream stream)
{
    uint pending;
    int count;

    /// <summary>Writes a symbol.</summary>
    public void WriteSymbol(JpegCode code, int symbol)
    {
        (int bits, int length) = code[symbol];
        Write(bits, length);
    }

    /// <summary>Writes how many zeros come before a number, its length, and its bits: a negative one's are those of the number less one.</summary>
    public void WriteNumber(JpegCode code, int zeros, int value)
    {
        int length = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        WriteSymbol(code, zeros << 4 | length);
        Write(value < 0 ? value - 1 : value, length);
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Flush() => Write(0x7F, 7);

    void Write(int bits, int length)
    {
        pending = pending << length | (uint)bits & (1u << length) - 1;
        count += length;
        for (; count >= 8; count -= 8)
        {
            byte next = (byte)(pending >> count - 8);
            stream.WriteByte(next);
            if (next == 0xFF) stream.WriteByte(0); // so that it is no marker
        }
    }
}
