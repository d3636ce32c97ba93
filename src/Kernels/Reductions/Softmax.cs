using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Softmax over channels.</summary>
internal static class Softmax
{
    /// <summary><c>y = exp(x) / sum of exp(x) over the channels</c> of a row: the key of linear matching (docs/network.md#image-features);
    /// y may be x. One item is
    /// a row.</summary>
    /// <param name="row">The position, of all objects.</param>
    /// <param name="x">[rows, channels]</param>
    /// <param name="y">[rows, channels]</param>
    /// <param name="channels">Channels of a row; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void SoftmaxRows<TVec>(Index1D row, ArrayView<float> x, ArrayView<float> y, int channels)
        where TVec : struct, IVec<TVec> =>
        Normalize<TVec>(x, row * channels, y, channels);

    /// <summary>The softmax of the channels that begin at <paramref name="start"/>, in x and in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Normalize<TVec>(ArrayView<float> x, int start, ArrayView<float> y, int channels)
        where TVec : struct, IVec<TVec>
    {
        int end = start + channels;
        TVec largest = TVec.LoadAligned(x, start);
        for (int c = start + TVec.Width; c < end; c += TVec.Width)
            largest = TVec.Max(largest, TVec.LoadAligned(x, c));
        TVec shift = TVec.Splat(TVec.ReduceMax(largest));

        TVec sum = TVec.Splat(0);
        for (int c = start; c < end; c += TVec.Width)
        {
            TVec weight = TVec.Exp(TVec.LoadAligned(x, c) - shift);
            TVec.StoreAligned(weight, y, c);
            sum += weight;
        }

        TVec scale = TVec.Splat(1 / TVec.ReduceAdd(sum));
        for (int c = start; c < end; c += TVec.Width)
            TVec.StoreAligned(TVec.LoadAligned(y, c) * scale, y, c);
    }
}
