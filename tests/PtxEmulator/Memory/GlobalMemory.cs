namespace LiVOS.PtxEmulator.Memory;

/// <summary>
/// The memory that launches may touch: arrays at made-up addresses 2^40 apart, so that what leaves one array never lands in another. It may serve
/// one launch after the other.
/// </summary>
internal sealed class GlobalMemory
{
    private const int SpacingBits = 40;
    private readonly List<byte[]?> _arrays = []; // null for what was removed

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

    /// <summary>Takes an array out: its address, which no other gets, is that of no memory from now on.</summary>
    public void Remove(byte[] array) => _arrays[_arrays.FindIndex(known => ReferenceEquals(known, array))] = null;

    /// <summary>The bytes that a thread accesses.</summary>
    /// <exception cref="PtxFaultException">They do not all lie in one array.</exception>
    public Span<byte> At(Warp warp, int lane, ulong address, int size)
    {
        ulong index = (address >> SpacingBits) - 1, offset = address & ((1UL << SpacingBits) - 1);
        if (index >= (ulong)_arrays.Count || _arrays[(int)index] is not { } array)
            throw warp.Fault(lane, $"no memory lies at global address 0x{address:x}.");
        if (offset + (ulong)size > (ulong)array.Length)
            throw warp.Fault(lane, $"accesses {size} bytes at {offset} of a memory of {array.Length} bytes.");
        return array.AsSpan((int)offset, size);
    }
}
