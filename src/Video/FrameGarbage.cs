namespace LiVOS.Video;

/// <summary>
/// Keeps the memory that frames leave behind small. The large arrays are used again; but names, streams and headers are new for every frame, and
/// the runtime lets such small things grow to the size of the processor's cache, which may be a hundred megabytes and more, before it looks.
/// </summary>
internal sealed class FrameGarbage
{
    /// <summary>Bytes that may be left behind.</summary>
    private const long Most = 2 << 20;

    private long _swept = GC.GetTotalAllocatedBytes();

    /// <summary>Called after each frame.</summary>
    public void Sweep()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _swept < Most) return;
        GC.Collect(1); // of generation 0 alone, what is in use at the moment would gather in generation 1
        _swept = allocated;
    }
}
