namespace LiVOS.PtxEmulator.Memory;

/// <summary>What happened to a few neighbouring bytes of shared memory, which every instruction accesses together.</summary>
internal struct SharedGranule
{
    private const int Never = 0, BeingCopied = int.MaxValue;
    private AccessTrace _writes, _reads, _atomics;

    // When it was last changed.
    private int _changed;

    public readonly bool IsWritten => _changed != Never;

    public readonly bool IsBeingCopied => _changed == BeingCopied;

    /// <summary>Whether it was last changed before the last barrier and such a read is noted already: there is nothing to check or to note.</summary>
    public readonly bool WasReadLikeThis(in Accessor by) => (uint)(_changed - 1) < (uint)(by.BlockSync - 1) && _reads.Has(by);

    public readonly bool RacesWithRead(in Accessor by) => _writes.Races(by) || _atomics.Races(by);

    public readonly bool RacesWithWrite(in Accessor by) => _writes.Races(by) || _reads.Races(by) || _atomics.Races(by);

    public readonly bool RacesWithAtomic(in Accessor by) => _writes.Races(by) || _reads.Races(by);

    public void Read(in Accessor by) => _reads.Add(by);

    public void Write(in Accessor by)
    {
        _writes.Add(by);
        _changed = by.Now;
    }

    public void ChangeAtomically(in Accessor by)
    {
        _atomics.Add(by);
        _changed = by.Now;
    }

    public void BeginCopy(in Accessor by)
    {
        _writes.Add(by);
        _changed = BeingCopied;
    }
}
