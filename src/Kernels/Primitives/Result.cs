using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>How a kernel stores its result. One that is too large to stay in a near cache until it is read goes past the caches: else every line of it
/// would be read before it is written.</summary>
internal static class Result
{
    /// <summary>Stores a vector.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="y">The result.</param>
    /// <param name="at">The vector's place in it.</param>
    /// <param name="streams">Whether the result is that large.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVec>(TVec value, ArrayView<float> y, int at, bool streams) where TVec : struct, IVec<TVec>
    {
        if (streams) TVec.StoreStreaming(value, y, at);
        else TVec.Store(value, y, at);
    }
}
