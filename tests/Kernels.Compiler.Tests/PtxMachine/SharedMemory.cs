namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>
/// A block's shared memory. Each byte knows whether it was written, who accessed it since the last barrier, and whether an asynchronous copy to it is under way:
/// a read of what was never written, two accesses of different threads without a barrier between them of which one writes (unless both are atomic),
/// and any access to a byte being copied are faults.
/// </summary>
internal sealed class SharedMemory(SharedLayout layout, int dynamicBytes)
{
    private readonly byte[] _static = new byte[layout.End - SharedLayout.StaticBase], _dynamic = new byte[dynamicBytes];
    private readonly ByteState[] _staticStates = new ByteState[layout.End - SharedLayout.StaticBase], _dynamicStates = new ByteState[dynamicBytes];

    private struct ByteState
    {
        public AccessTrace Writes, Reads, Atomics;
        public bool IsWritten, IsBeingCopied;
    }

    public void Forget()
    {
        Array.Clear(_staticStates);
        Array.Clear(_dynamicStates);
    }

    public ReadOnlySpan<byte> Read(Warp warp, int lane, ulong address, int size)
    {
        (Span<byte> bytes, Span<ByteState> states) = At(warp, lane, address, size);
        Accessor by = warp.Accessor(lane);
        foreach (ref ByteState state in states)
        {
            CheckRead(warp, lane, address, state);
            if (state.Writes.Races(by) || state.Atomics.Races(by)) throw Race(warp, lane, address, "reads", "another thread wrote");
            state.Reads.Add(by);
        }

        return bytes;
    }

    public void Write(Warp warp, int lane, ulong address, ReadOnlySpan<byte> written)
    {
        (Span<byte> bytes, Span<ByteState> states) = At(warp, lane, address, written.Length);
        Claim(warp, lane, address, states);
        foreach (ref ByteState state in states) state.IsWritten = true;
        written.CopyTo(bytes);
    }

    /// <summary>The bytes that an atomic operation changes in place.</summary>
    public Span<byte> Atomic(Warp warp, int lane, ulong address, int size)
    {
        (Span<byte> bytes, Span<ByteState> states) = At(warp, lane, address, size);
        Accessor by = warp.Accessor(lane);
        foreach (ref ByteState state in states)
        {
            CheckRead(warp, lane, address, state);
            if (state.Writes.Races(by) || state.Reads.Races(by)) throw Race(warp, lane, address, "changes", "another thread accessed");
            state.Atomics.Add(by);
        }

        return bytes;
    }

    /// <summary>The beginning of an asynchronous copy: like a write, and nobody may access the bytes before its end.</summary>
    public void BeginCopy(Warp warp, int lane, ulong address, int size)
    {
        Span<ByteState> states = At(warp, lane, address, size).States;
        Claim(warp, lane, address, states);
        foreach (ref ByteState state in states) state.IsBeingCopied = true;
    }

    /// <summary>The end of an asynchronous copy: its thread sees the bytes, others after a barrier.</summary>
    public void EndCopy(Warp warp, int lane, ulong address, ReadOnlySpan<byte> copied)
    {
        (Span<byte> bytes, Span<ByteState> states) = At(warp, lane, address, copied.Length);
        foreach (ref ByteState state in states)
        {
            state.IsBeingCopied = false;
            state.IsWritten = true;
            state.Writes.Add(warp.Accessor(lane));
        }

        copied.CopyTo(bytes);
    }

    /// <summary>Refuses an address that is misaligned or does not lie in one variable.</summary>
    public void CheckAddress(Warp warp, int lane, ulong address, int size) => At(warp, lane, address, size);

    private static void Claim(Warp warp, int lane, ulong address, Span<ByteState> states)
    {
        Accessor by = warp.Accessor(lane);
        foreach (ref ByteState state in states)
        {
            if (state.IsBeingCopied) throw Copying(warp, lane, address);
            bool races = state.Writes.Races(by) || state.Reads.Races(by) || state.Atomics.Races(by);
            if (races) throw Race(warp, lane, address, "writes", "another thread accessed");
            state.Writes.Add(by);
        }
    }

    private static void CheckRead(Warp warp, int lane, ulong address, in ByteState state)
    {
        if (state.IsBeingCopied) throw Copying(warp, lane, address);
        if (!state.IsWritten) throw warp.Fault(lane, $"reads shared memory at 0x{address:x}, which has not been written.");
    }

    private static PtxFaultException Copying(Warp warp, int lane, ulong address) =>
        warp.Fault(lane, $"accesses shared memory at 0x{address:x} while an asynchronous copy to it has not been waited for.");

    private static PtxFaultException Race(Warp warp, int lane, ulong address, string does, string did) =>
        warp.Fault(lane, $"{does} shared memory at 0x{address:x}, which {did} with no barrier between.");

    private Region At(Warp warp, int lane, ulong address, int size)
    {
        if (address % (ulong)size != 0) throw warp.Fault(lane, $"shared address 0x{address:x} is not a multiple of {size}.");
        foreach (SharedVariable variable in layout.Variables)
        {
            ulong start = (ulong)variable.Address, length = (ulong)(variable.Bytes ?? _dynamic.Length);
            if (address < start || address + (ulong)size > start + length) continue;
            return variable.Bytes is null
                ? new(_dynamic.AsSpan((int)(address - start), size), _dynamicStates.AsSpan((int)(address - start), size))
                : new(_static.AsSpan((int)address - SharedLayout.StaticBase, size), _staticStates.AsSpan((int)address - SharedLayout.StaticBase, size));
        }

        throw warp.Fault(lane, $"{size} bytes at shared address 0x{address:x} lie in no variable.");
    }

    private readonly ref struct Region(Span<byte> bytes, Span<ByteState> states)
    {
        public Span<ByteState> States { get; } = states;

        private Span<byte> Bytes { get; } = bytes;

        public void Deconstruct(out Span<byte> bytes, out Span<ByteState> states)
        {
            bytes = Bytes;
            states = States;
        }
    }
}
