using System.Buffers.Binary;

namespace LiVOS.PtxEmulator;

/// <summary>What a launch gives for a parameter: a number, or the address of memory.</summary>
internal sealed class PtxArgument
{
    private readonly ulong _bits;
    private readonly byte[]? _memory;
    private readonly IReadOnlyList<PtxArgument>? _fields; // of a struct

    private PtxArgument(PtxType type, ulong bits, byte[]? memory) => (Type, _bits, _memory) = (type, bits, memory);

    private PtxArgument(IReadOnlyList<PtxArgument> fields)
    {
        _fields = fields;
        int at = 0;
        foreach (PtxArgument field in fields) at = NextMultiple(at, field.Type.Bytes()) + field.Type.Bytes();
        StructBytes = NextMultiple(at, fields.Max(field => field.Type.Bytes()));
    }

    public PtxType Type { get; }

    /// <summary>Its size, if it is a struct; else null.</summary>
    public int? StructBytes { get; }

    public static implicit operator PtxArgument(int value) => Number(PtxType.S32, value);

    public static implicit operator PtxArgument(uint value) => Number(PtxType.U32, value);

    public static implicit operator PtxArgument(long value) => Number(PtxType.S64, value);

    public static implicit operator PtxArgument(ulong value) => Number(PtxType.U64, value);

    public static implicit operator PtxArgument(float value) => Number(PtxType.F32, value);

    public static implicit operator PtxArgument(byte[] memory) => Memory(memory);

    /// <summary>A number of a type.</summary>
    public static PtxArgument Number<T>(PtxType type, T value)
        where T : unmanaged => new(type, Lanewise.From(value), null);

    /// <summary>The address of a byte of memory that the kernel reads and changes; the same array is the same memory.</summary>
    public static PtxArgument Memory(byte[] memory, int offset = 0) => new(PtxType.U64, (ulong)offset, memory);

    /// <summary>A struct: its fields in order, each at the next multiple of its size.</summary>
    public static PtxArgument Struct(IReadOnlyList<PtxArgument> fields) => new(fields);

    /// <summary>Its bytes in a parameter of a size.</summary>
    public byte[] Bytes(GlobalMemory memory, int size)
    {
        byte[] bytes = new byte[size];
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        int at = 0;
        foreach (PtxArgument field in _fields ?? [this])
        {
            int length = field.Type.Bytes();
            at = NextMultiple(at, length);
            BinaryPrimitives.WriteUInt64LittleEndian(wide, field._memory is null ? field._bits : memory.AddressOf(field._memory) + field._bits);
            wide[..length].CopyTo(bytes.AsSpan(at));
            at += length;
        }

        return bytes;
    }

    private static int NextMultiple(int number, int of) => (number + of - 1) / of * of;
}
