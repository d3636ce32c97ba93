namespace LiVOS.Kernels;

/// <summary>Work on rows of channels for devices whose groups have many items: they share a row, and read it side by side.</summary>
internal static class GroupRows
{
    /// <summary>Items of a group: 256 channels are a vector of 4 for each.</summary>
    public const int Items = 64;

    /// <summary><see cref="Normalization.LayerNorm"/> by groups of <see cref="Items"/>: one is a row (X).</summary>
    /// <param name="x">[rows, channels]</param>
    /// <param name="weight">[channels]</param>
    /// <param name="bias">[channels]</param>
    /// <param name="y">[rows, channels]; may be x</param>
    /// <param name="channels">Channels of a row; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void LayerNorm<TVec>(ArrayView<float> x, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> y, int channels)
        where TVec : struct, IVec<TVec>
    {
        ArrayView<float> shares = SharedMemory.Allocate<float>(Items);
        int start = Grid.IdxX * channels, first = Group.IdxX * TVec.Width, step = Items * TVec.Width;
        TVec sum = TVec.Splat(0);
        for (int c = first; c < channels; c += step) sum += TVec.LoadAligned(x, start + c);
        TVec mean = TVec.Splat(GroupSum.Of(TVec.ReduceAdd(sum), shares, Items) / channels);

        TVec squares = TVec.Splat(0);
        for (int c = first; c < channels; c += step)
        {
            TVec difference = TVec.LoadAligned(x, start + c) - mean;
            squares = TVec.Fma(difference, difference, squares);
        }

        float variance = GroupSum.Of(TVec.ReduceAdd(squares), shares, Items) / channels;
        TVec scale = TVec.Splat(1 / MathF.Sqrt(variance + Normalization.Epsilon));
        for (int c = first; c < channels; c += step)
        {
            TVec normal = (TVec.LoadAligned(x, start + c) - mean) * scale;
            TVec.StoreAligned(TVec.Fma(normal, TVec.LoadAligned(weight, c), TVec.LoadAligned(bias, c)), y, start + c);
        }
    }
}
