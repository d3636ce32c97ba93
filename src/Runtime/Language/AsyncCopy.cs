namespace LiVOS.Runtime.Language;

/// <summary>
/// Asynchronous copies from buffers to shared memory (NVIDIA's <c>cp.async</c>, sm_80 and newer). A copy is visible to its item after
/// <see cref="Wait"/>, and to the rest of the group after a subsequent barrier.
/// </summary>
public static class AsyncCopy
{
    /// <summary>Begins to copy 4 elements (16 bytes), or writes 4 zeros if there is nothing to copy. Both indices are multiples of 4.</summary>
    /// <param name="from">A buffer; not read where <paramref name="exists"/> is false.</param>
    /// <param name="fromIndex">The first element to read; inside the buffer even where <paramref name="exists"/> is false.</param>
    /// <param name="to">An array of shared memory.</param>
    /// <param name="toIndex">The first element to write.</param>
    /// <param name="exists">Whether there is something to copy.</param>
    public static void Begin(ArrayView<float> from, int fromIndex, ArrayView<float> to, int toIndex, bool exists) =>
        Vec4.StoreAligned(exists ? Vec4.LoadAligned(from, fromIndex) : Vec4.Splat(0), to, toIndex);

    /// <summary>Commits the item's copies since the last commit as a batch.</summary>
    public static void Commit()
    {
    }

    /// <summary>Waits until at most the latest <paramref name="pending"/> of the item's batches are incomplete.</summary>
    /// <param name="pending">A constant.</param>
    public static void Wait(int pending)
    {
    }
}
