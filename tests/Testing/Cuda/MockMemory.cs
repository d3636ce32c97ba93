using System.Runtime.InteropServices;
using LiVOS.PtxEmulator.Memory;

namespace LiVOS.Testing.Cuda;

/// <summary>The card's memory, and the host's memory that the bus can reach.</summary>
internal sealed unsafe class MockMemory(long capacity)
{
    private readonly SortedList<ulong, byte[]> _arrays = [];
    private readonly Dictionary<nint, nuint> _pinned = [];

    /// <summary>What kernels see of it.</summary>
    public GlobalMemory Global { get; } = new();

    public long Free => capacity - _arrays.Values.Sum(array => (long)array.Length);

    /// <summary>What nobody has freed.</summary>
    public IEnumerable<string> Left =>
        [.. _arrays.Select(pair => $"{pair.Value.Length} bytes at 0x{pair.Key:x}"), .. _pinned.Values.Select(bytes => $"{bytes} bytes of the host")];

    /// <summary>Memory of NaNs, for nobody may rely on what it holds.</summary>
    public ulong Allocate(int bytes)
    {
        byte[] array = new byte[bytes];
        array.AsSpan().Fill(0xFF);
        ulong address = Global.AddressOf(array);
        _arrays.Add(address, array);
        return address;
    }

    public void FreeAt(ulong address, string call)
    {
        if (!_arrays.Remove(address, out byte[]? array)) throw new DriverMisuseException(call, $"no allocation begins at 0x{address:x}.");
        Global.Remove(array);
    }

    /// <summary>Bytes that all lie in one allocation.</summary>
    public Span<byte> At(ulong address, nuint bytes, string call)
    {
        foreach ((ulong start, byte[] array) in _arrays)
            if (address >= start && address - start + bytes <= (ulong)array.Length) return array.AsSpan((int)(address - start), (int)bytes);
        throw new DriverMisuseException(call, $"{bytes} bytes at 0x{address:x} lie in no allocation.");
    }

    public nint AllocatePinned(nuint bytes)
    {
        nint address = (nint)NativeMemory.AllocZeroed(bytes);
        _pinned.Add(address, bytes);
        return address;
    }

    public void FreePinned(nint address, string call)
    {
        if (!_pinned.Remove(address)) throw new DriverMisuseException(call, "the host's memory was not allocated by the driver.");
        NativeMemory.Free((void*)address);
    }

    /// <summary>Bytes of the host that all lie in one pinned allocation: others the real driver would copy in its own time.</summary>
    public Span<byte> PinnedAt(void* address, nuint bytes, string call)
    {
        nint start = (nint)address;
        return _pinned.Any(pair => start >= pair.Key && (nuint)(start - pair.Key) + bytes <= pair.Value)
            ? new Span<byte>(address, (int)bytes)
            : throw new DriverMisuseException(call, "the host's memory is not pinned.");
    }
}
