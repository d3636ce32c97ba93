using System.Buffers.Binary;

namespace LiVOS.PtxEmulator.Memory;

/// <summary>Numbers of 1, 2, 4 or 8 bytes in memory, least byte first.</summary>
internal static class Bytes
{
    public static ulong Read(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };

    public static void Write(Span<byte> bytes, ulong bits)
    {
        switch (bytes.Length)
        {
            case 1: bytes[0] = unchecked((byte)bits); break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(bytes, unchecked((ushort)bits)); break;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(bytes, unchecked((uint)bits)); break;
            default: BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits); break;
        }
    }
}
