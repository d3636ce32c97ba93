using System.Runtime.CompilerServices;

namespace LiVOS.Ilgpu.Language;

/// <summary>Asynchronous copies from buffers to shared memory (<c>cp.async</c>, sm_80 and newer). CUDA only.</summary>
internal static class AsyncCopy
{
    /// <summary>Begins to copy 4 floats (16 bytes), or writes 4 zeros if there is nothing to copy. Both indices are multiples of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin<T>(ArrayView<T> from, int fromIndex, ArrayView<float> to, int toIndex, bool exists) where T : unmanaged =>
        PtxIntrinsics.BeginCopy(ref to[toIndex], ref Element.Floats(from)[fromIndex], exists ? 16 : 0);

    /// <summary>One of two buffers, to copy from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<T> Either<T>(ArrayView<T> first, ArrayView<T> second, bool takesSecond) where T : unmanaged => takesSecond ? second : first;

    /// <summary>Commits the item's copies since the last commit as a batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Commit() => PtxIntrinsics.CommitCopies();

    /// <summary>Waits until at most the latest <paramref name="pending"/> of the item's batches are incomplete.</summary>
    /// <param name="pending">0 or 1: a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wait(int pending)
    {
        if (pending == 0) PtxIntrinsics.WaitForAllCopies();
        else PtxIntrinsics.WaitForCopiesButOne();
    }
}
