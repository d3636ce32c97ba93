namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>The memory that a launch may touch: arrays at made-up addresses 2^40 apart, so that what leaves one array never lands in another.</summary>
internal sealed class GlobalMemory
{
    private const int SpacingBits = 40;
    private readonly List<byte[]> _arrays = [];

    /// <summary>The address of an array's first byte; the same array keeps its address.</summary>
    public ulong AddressOf(byte[] array)
    {
        int index = _arrays.FindIndex(known => ReferenceEquals(known, array));
        if (index < 0)
        {
            index = _arrays.Count;
            _arrays.Add(array);
        }

        return (ulong)(index + 1) << SpacingBits;
    }

    /// <summary>The bytes that a thread accesses.</summary>
    /// <exception cref="PtxFaultException">They do not all lie in one array.</exception>
    public Span<byte> At(Warp warp, int lane, ulong address, int size)
    {
        ulong index = (address >> SpacingBits) - 1, offset = address & ((1UL << SpacingBits) - 1);
        if (index >= (ulong)_arrays.Count) throw warp.Fault(lane, $"no memory lies at global address 0x{address:x}.");
        byte[] array = _arrays[(int)index];
        if (offset + (ulong)size > (ulong)array.Length)
            throw warp.Fault(lane, $"accesses {size} bytes at {offset} of a memory of {array.Length} bytes.");
        return array.AsSpan((int)offset, size);
    }
}
