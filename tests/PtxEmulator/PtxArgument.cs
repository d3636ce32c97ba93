namespace LiVOS.PtxEmulator;

/// <summary>What a launch gives for a parameter: a number, or the address of memory.</summary>
internal sealed class PtxArgument
{
    private readonly ulong _bits;
    private readonly byte[]? _memory;

    private PtxArgument(PtxType type, ulong bits, byte[]? memory) => (Type, _bits, _memory) = (type, bits, memory);

    public PtxType Type { get; }

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

    public ulong Bits(GlobalMemory memory) => _memory is null ? _bits : memory.AddressOf(_memory) + _bits;
}
