using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Memory;

/// <summary>The copies that one thread has begun and not waited for. Their bytes arrive as late as the PTX ISA allows: in the wait.</summary>
internal sealed class AsyncCopies
{
    private readonly Queue<Copy> _copies = [];
    private readonly Queue<int> _groups = [];
    private int _open;

    private readonly record struct Copy(Warp Warp, int Lane, ulong Address, UInt128 Bits, int Size);

    public void Begin(Warp warp, int lane, ulong address, ReadOnlySpan<byte> bytes)
    {
        warp.Block.Shared.BeginCopy(warp, lane, address, bytes.Length);
        UInt128 bits = 0;
        bytes.CopyTo(MemoryMarshal.AsBytes(new Span<UInt128>(ref bits)));
        _copies.Enqueue(new(warp, lane, address, bits, bytes.Length));
        _open++;
    }

    /// <summary>Makes the copies since the last group a group, empty or not.</summary>
    public void Commit()
    {
        _groups.Enqueue(_open);
        _open = 0;
    }

    /// <summary>Ends the oldest groups until <paramref name="most"/> are left; copies in no group stay.</summary>
    public void WaitUntil(int most)
    {
        while (_groups.Count > most)
            for (int left = _groups.Dequeue(); left > 0; left--) End(_copies.Dequeue());
    }

    public void WaitForAll()
    {
        Commit();
        WaitUntil(0);
    }

    public void Forget()
    {
        _copies.Clear();
        _groups.Clear();
        _open = 0;
    }

    private static void End(Copy copy)
    {
        UInt128 bits = copy.Bits;
        copy.Warp.Block.Shared.EndCopy(copy.Warp, copy.Lane, copy.Address, MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in bits))[..copy.Size]);
    }
}
