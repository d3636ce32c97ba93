namespace LiVOS.Kernels.Compiler.Tests.Machine;

/// <summary>The copies that one thread has begun and not waited for. Their bytes arrive as late as the PTX ISA allows: in the wait.</summary>
internal sealed class AsyncCopies
{
    private readonly Queue<List<Copy>> _groups = [];
    private List<Copy> _open = [];

    private readonly record struct Copy(Warp Warp, int Lane, ulong Address, byte[] Bytes);

    public void Begin(Warp warp, int lane, ulong address, byte[] bytes)
    {
        warp.Block.Shared.BeginCopy(warp, lane, address, bytes.Length);
        _open.Add(new(warp, lane, address, bytes));
    }

    /// <summary>Makes the copies since the last group a group, empty or not.</summary>
    public void Commit()
    {
        _groups.Enqueue(_open);
        _open = [];
    }

    /// <summary>Ends the oldest groups until <paramref name="most"/> are left; copies in no group stay.</summary>
    public void WaitUntil(int most)
    {
        while (_groups.Count > most) End(_groups.Dequeue());
    }

    public void WaitForAll()
    {
        Commit();
        WaitUntil(0);
    }

    public void Forget()
    {
        _groups.Clear();
        _open.Clear();
    }

    private static void End(List<Copy> copies)
    {
        foreach (Copy copy in copies) copy.Warp.Block.Shared.EndCopy(copy.Warp, copy.Lane, copy.Address, copy.Bytes);
    }
}
