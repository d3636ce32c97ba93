namespace LiVOS.PtxEmulator.Memory;

/// <summary>Who accesses shared memory, and what happened before on its side.</summary>
/// <param name="Thread">The thread's number in its block.</param>
/// <param name="Now">The block's time, which barriers advance.</param>
/// <param name="BlockSync">The time of the block's last barrier.</param>
/// <param name="WarpSync">The time of the last barrier of the thread's warp.</param>
internal readonly record struct Accessor(int Thread, int Now, int BlockSync, int WarpSync)
{
    public int Warp => Thread / Execution.Warp.Lanes;
}

/// <summary>Who made the accesses of one kind to memory since the last barrier, and when the last one was.</summary>
internal struct AccessTrace
{
    private const int Nobody = 0, SeveralWarps = int.MinValue;

    // A thread's number and 1; below 0 several threads of the warp of that number and 1.
    private int _who, _when;

    /// <summary>Whether another thread's access and one by this thread now have no barrier between them.</summary>
    public readonly bool Races(in Accessor by) =>
        _who != Nobody && _who != by.Thread + 1 && _when >= by.BlockSync && !(IsOfWarp(by.Warp) && _when < by.WarpSync);

    /// <summary>Whether an access by this thread now would change nothing here.</summary>
    public readonly bool Has(in Accessor by) => _when == by.Now && (_who == by.Thread + 1 || _who == -(by.Warp + 1) || _who == SeveralWarps);

    public void Add(in Accessor by)
    {
        bool isAlone = _who == Nobody || _who == by.Thread + 1 || _when < by.BlockSync;
        _who = isAlone ? by.Thread + 1 : IsOfWarp(by.Warp) ? -(by.Warp + 1) : SeveralWarps;
        _when = by.Now;
    }

    private readonly bool IsOfWarp(int warp) => _who > 0 ? (_who - 1) / Warp.Lanes == warp : _who == -(warp + 1);
}
