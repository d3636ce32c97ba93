namespace LiVOS.Runtime.Language;

/// <summary>
/// Copies from buffers to shared memory that go on while the item does (NVIDIA's <c>cp.async</c>, sm_80 and newer). What was copied is seen by the
/// item after a <see cref="Wait"/>, by the rest of the group after a barrier behind it.
/// </summary>
public static class AsyncCopy
{
    /// <summary>Begins to copy 4 elements (16 bytes), or writes 4 zeros where there is nothing to copy. Both places are multiples of 4 elements.</summary>
    /// <param name="from">A buffer; not read where <paramref name="exists"/> is false.</param>
    /// <param name="fromIndex">The first element to read; inside the buffer even where <paramref name="exists"/> is false.</param>
    /// <param name="to">An array of shared memory.</param>
    /// <param name="toIndex">The first element to write.</param>
    /// <param name="exists">Whether there is something to copy.</param>
    public static void Begin(ArrayView<float> from, int fromIndex, ArrayView<float> to, int toIndex, bool exists) =>
        Vec4.StoreAligned(exists ? Vec4.LoadAligned(from, fromIndex) : Vec4.Splat(0), to, toIndex);

    /// <summary>Ends a batch: the item's copies begun since the last one.</summary>
    public static void Commit()
    {
    }

    /// <summary>Waits until no more than <paramref name="pending"/> of the item's batches, the latest, are under way.</summary>
    /// <param name="pending">A constant.</param>
    public static void Wait(int pending)
    {
    }
}
