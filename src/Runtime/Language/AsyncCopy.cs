namespace LiVOS.Runtime.Language;

/// <summary>
/// Asynchronous copies from buffers to shared memory (NVIDIA's <c>cp.async</c>, sm_80 and newer). A copy is visible to its item after
/// <see cref="Wait"/>, and to the rest of the group after a subsequent barrier.
/// </summary>
public static unsafe class AsyncCopy
{
    /// <summary>Begins to copy 16 bytes as they are, or writes zeros if there is nothing to copy: 4 floats or 8 halves, to the room of 4 floats. Both
    /// places are multiples of 16 bytes.</summary>
    /// <typeparam name="T">float, or <see cref="Half"/>.</typeparam>
    /// <param name="from">A buffer; not read where <paramref name="exists"/> is false.</param>
    /// <param name="fromIndex">The first element to read; inside the buffer even where <paramref name="exists"/> is false.</param>
    /// <param name="to">An array of shared memory.</param>
    /// <param name="toIndex">The first element to write.</param>
    /// <param name="exists">Whether there is something to copy.</param>
    public static void Begin<T>(ArrayView<T> from, int fromIndex, ArrayView<float> to, int toIndex, bool exists) where T : unmanaged
    {
        int count = 4 * sizeof(float) / sizeof(T);
        if (KernelChecks.Enabled && exists)
        {
            KernelChecks.RequireAligned(from.Pointer, fromIndex, count, sizeof(T));
            KernelChecks.OnRead(from.Pointer, from.Length, fromIndex, count, sizeof(T));
        }

        Vec4.StoreAligned(exists ? Vec4.Of(new ReadOnlySpan<float>(from.Pointer + fromIndex, Vec4.Width)) : Vec4.Splat(0), to, toIndex);
    }

    /// <summary>One of two buffers, to copy from.</summary>
    /// <param name="first">A buffer.</param>
    /// <param name="second">Another one.</param>
    /// <param name="takesSecond">Whether it is the second.</param>
    public static ArrayView<T> Either<T>(ArrayView<T> first, ArrayView<T> second, bool takesSecond) where T : unmanaged => takesSecond ? second : first;

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
