namespace LiVOS.Video;

/// <summary>
/// Keeps the memory that frames leave behind small. The large arrays are used again; but names, streams and headers are new for every frame, and
/// the runtime lets such small things grow to the size of the processor's cache, which may be a hundred megabytes and more, before it looks.
/// </summary>
sealed class FrameGarbage
{
    /// <summary>Bytes that may be left behind.</summary>
    const long Most = 2 << 20;

    long swept = GC.GetTotalAllocatedBytes();

    /// <summary>Called after each frame.</summary>
    public void Sweep()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - swept < Most) return;
        GC.Collect(1); // of generation 0 alone, what is in use at the moment would gather in generation 1
        swept = allocated;
    }
}
