namespace LiVOS.Kernels;

/// <summary>The recurrent update of the sensory memory (docs/network.md#recurrent-update).</summary>
internal static class Recurrence
{
    /// <summary>
    /// With <c>f = sigmoid(values[0:C])</c>, <c>u = sigmoid(values[C:2C])</c>, <c>n = tanh(values[2C:3C])</c>:
    /// <c>updated = f * old * (1 - u) + u * n</c>; updated may be old. One item is a slice of a position.
    /// </summary>
    /// <param name="item">The slice, of all objects.</param>
    /// <param name="values">[rows, 3 channels]</param>
    /// <param name="old">[rows, channels]</param>
    /// <param name="updated">[rows, channels]</param>
    /// <param name="channels">Channels of the memory.</param>
    /// <param name="slice">Channels of a slice; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(slice))]
    public static void GatedRecurrence<TVec, T>(
        Index1D item, ArrayView<T> values, ArrayView<float> old, ArrayView<float> updated, int channels, int slice)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        PixelSlice part = PixelSlice.Of(item, channels, slice);
        int start = part.Row * channels;
        for (int c = part.First; c < part.End; c += TVec.Width)
        {
            int at = 3 * start + c;
            TVec forget = VecMath.Sigmoid(TVec.LoadAligned(values, at));
            TVec update = VecMath.Sigmoid(TVec.LoadAligned(values, at + channels));
            TVec candidate = VecMath.Tanh(TVec.LoadAligned(values, at + 2 * channels));
            TVec kept = forget * TVec.LoadAligned(old, start + c) * (TVec.Splat(1) - update);
            TVec.StoreAligned(TVec.Fma(update, candidate, kept), updated, start + c);
        }
    }
}
