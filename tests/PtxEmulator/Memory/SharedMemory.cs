using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Memory;

/// <summary>
/// A block's shared memory. Each granule knows whether it was written, who accessed it since the last barrier, and whether an asynchronous copy to it is
/// under way: a read of what was never written, two accesses of different threads without a barrier between them of which one writes (unless both are
/// atomic), and any access to bytes being copied are faults.
/// </summary>
internal sealed class SharedMemory
{
    private readonly Region[] _regions;
    private readonly byte[] _bytes;
    private readonly SharedGranule[] _granules;
    private readonly int _granuleBits;
    private Region _last;

    public SharedMemory(SharedLayout layout, int dynamicBytes)
    {
        int dynamicPlace = (layout.End - SharedLayout.StaticBase + SharedLayout.MostAccessBytes - 1) & -SharedLayout.MostAccessBytes;
        _regions = [.. layout.Variables.Select(variable => variable.Bytes is { } bytes
            ? new Region((ulong)variable.Address, bytes, variable.Address - SharedLayout.StaticBase)
            : new Region((ulong)variable.Address, dynamicBytes, dynamicPlace))];
        _bytes = new byte[dynamicPlace + dynamicBytes];
        _granuleBits = BitOperations.Log2((uint)layout.Granule);
        _granules = new SharedGranule[(_bytes.Length + layout.Granule - 1) >> _granuleBits];
    }

    /// <summary>A variable's part of the window and where its bytes are kept.</summary>
    private readonly record struct Region(ulong Start, int Bytes, int Place);

    public void Forget() => Array.Clear(_granules);

    /// <summary>What lanes read at their addresses: each <paramref name="count"/> numbers, the i-th to i * 32 + lane.</summary>
    public void Read<T>(Warp warp, uint on, ReadOnlySpan<ulong> addresses, int count, Span<T> numbers)
        where T : unmanaged
    {
        int size = count * Unsafe.SizeOf<T>();
        Accessor first = warp.Accessor(0);
        for (uint left = on; left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left), place = PlaceOf(warp, lane, addresses[lane], size);
            Accessor by = first with { Thread = first.Thread + lane };
            foreach (ref SharedGranule granule in Granules(place, size))
                if (!granule.WasReadLikeThis(by)) Read(warp, lane, addresses[lane], ref granule, by);
            ReadOnlySpan<T> read = MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(place, size));
            for (int i = 0; i < read.Length; i++) numbers[(i * Warp.Lanes) + lane] = read[i];
        }
    }

    public void Write(Warp warp, int lane, ulong address, ReadOnlySpan<byte> written)
    {
        int place = PlaceOf(warp, lane, address, written.Length);
        Accessor by = warp.Accessor(lane);
        foreach (ref SharedGranule granule in Granules(place, written.Length))
        {
            CheckWrite(warp, lane, address, granule, by);
            granule.Write(by);
        }

        written.CopyTo(_bytes.AsSpan(place));
    }

    /// <summary>The bytes that an atomic operation changes in place.</summary>
    public Span<byte> Atomic(Warp warp, int lane, ulong address, int size)
    {
        int place = PlaceOf(warp, lane, address, size);
        Accessor by = warp.Accessor(lane);
        foreach (ref SharedGranule granule in Granules(place, size))
        {
            CheckRead(warp, lane, address, granule);
            if (granule.RacesWithAtomic(by)) throw Race(warp, lane, address, "changes", "another thread accessed");
            granule.ChangeAtomically(by);
        }

        return _bytes.AsSpan(place, size);
    }

    /// <summary>The beginning of an asynchronous copy: like a write, and nobody may access the bytes before its end.</summary>
    public void BeginCopy(Warp warp, int lane, ulong address, int size)
    {
        Accessor by = warp.Accessor(lane);
        foreach (ref SharedGranule granule in Granules(PlaceOf(warp, lane, address, size), size))
        {
            CheckWrite(warp, lane, address, granule, by);
            granule.BeginCopy(by);
        }
    }

    /// <summary>The end of an asynchronous copy: its thread sees the bytes, others after a barrier.</summary>
    public void EndCopy(Warp warp, int lane, ulong address, ReadOnlySpan<byte> copied)
    {
        int place = PlaceOf(warp, lane, address, copied.Length);
        Accessor by = warp.Accessor(lane);
        foreach (ref SharedGranule granule in Granules(place, copied.Length)) granule.Write(by);
        copied.CopyTo(_bytes.AsSpan(place));
    }

    /// <summary>Refuses an address that is misaligned or does not lie in one variable.</summary>
    public void CheckAddress(Warp warp, int lane, ulong address, int size) => PlaceOf(warp, lane, address, size);

    private static void Read(Warp warp, int lane, ulong address, ref SharedGranule granule, in Accessor by)
    {
        CheckRead(warp, lane, address, granule);
        if (granule.RacesWithRead(by)) throw Race(warp, lane, address, "reads", "another thread wrote");
        granule.Read(by);
    }

    private static void CheckRead(Warp warp, int lane, ulong address, in SharedGranule granule)
    {
        if (granule.IsBeingCopied) throw Copying(warp, lane, address);
        if (!granule.IsWritten) throw warp.Fault(lane, $"reads shared memory at 0x{address:x}, which has not been written.");
    }

    private static void CheckWrite(Warp warp, int lane, ulong address, in SharedGranule granule, in Accessor by)
    {
        if (granule.IsBeingCopied) throw Copying(warp, lane, address);
        if (granule.RacesWithWrite(by)) throw Race(warp, lane, address, "writes", "another thread accessed");
    }

    private static PtxFaultException Copying(Warp warp, int lane, ulong address) =>
        warp.Fault(lane, $"accesses shared memory at 0x{address:x} while an asynchronous copy to it has not been waited for.");

    private static PtxFaultException Race(Warp warp, int lane, ulong address, string does, string did) =>
        warp.Fault(lane, $"{does} shared memory at 0x{address:x}, which {did} with no barrier between.");

    private static PtxFaultException Misaligned(Warp warp, int lane, ulong address, int size) =>
        warp.Fault(lane, $"shared address 0x{address:x} is not a multiple of {size}.");

    private Span<SharedGranule> Granules(int place, int size) => _granules.AsSpan(place >> _granuleBits, size >> _granuleBits);

    private int PlaceOf(Warp warp, int lane, ulong address, int size)
    {
        if ((address & (ulong)(size - 1)) != 0) throw Misaligned(warp, lane, address, size);
        if (!Holds(_last, address, size)) _last = RegionOf(warp, lane, address, size);
        return _last.Place + (int)(address - _last.Start);
    }

    private Region RegionOf(Warp warp, int lane, ulong address, int size)
    {
        foreach (Region region in _regions)
            if (Holds(region, address, size)) return region;
        throw warp.Fault(lane, $"{size} bytes at shared address 0x{address:x} lie in no variable.");
    }

    private static bool Holds(in Region region, ulong address, int size) =>
        address >= region.Start && address - region.Start + (ulong)size <= (ulong)region.Bytes;
}
