namespace LiVOS.Video;

/// <summary>
/// Keeps the memory that frames leave behind small. The large arrays are used again; but names, streams and headers are new for every frame, and
/// the runtime lets such small things grow to the size of the processor's cache, which may be a hundred megabytes and more, before it looks.
/// </summary>
internal sealed class FrameGarbage
{
    /// <summary>Bytes that may be left behind.</summary>
    private const long Most = 2 << 20;

    /// <summary>What is in use while generation 0 is swept stays where it is, each time in other memory: now and then all is moved together.</summary>
    private const int SweepsUntilCompaction = 16;

    private long _swept = GC.GetTotalAllocatedBytes();
    private int _sweeps;

    /// <summary>Called after each frame.</summary>
    public void Sweep()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _swept < Most) return;
        if (++_sweeps % SweepsUntilCompaction == 0) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        else GC.Collect(0);
        _swept = allocated;
    }
}
