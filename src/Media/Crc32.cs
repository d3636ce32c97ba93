using System.Buffers.Binary;

namespace LiVOS.Media;

/// <summary>The checksum of PNG chunks (the reflected polynomial EDB88320), eight bytes a step.</summary>
static class Crc32
{
    // Row k advances a byte past k further zero bytes.
    static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint[] table = Table;
        uint crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = table[0x700 + (low & 255)] ^ table[0x600 + (low >> 8 & 255)]
                ^ table[0x500 + (low >> 16 & 255)] ^ table[0x400 + (low >> 24)]
                ^ table[0x300 + (high & 255)] ^ table[0x200 + (high >> 8 & 255)]
                ^ table[0x100 + (high >> 16 & 255)] ^ table[high >> 24];
            data = data[8..];
        }
        foreach (byte value in data) crc = table[(crc ^ value) & 255] ^ crc >> 8;
        return ~crc;
    }

    static uint[] MakeTable()
    {
        uint[] table = new uint[8 * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1) * 0xEDB88320;
            table[value] = crc;
        }
        for (int i = 256; i < table.Length; i++) table[i] = table[table[i - 256] & 255] ^ table[i - 256] >> 8;
        return table;
    }
}
