namespace LiVOS.Kernels;

/// <summary>Normalization of activations; batch normalization is folded into the weights of the convolution before it.</summary>
internal static class Normalization
{
    /// <summary>Added to the variance.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary><c>y = (x - mean) / sqrt(variance + 1e-5) * weight + bias</c>, with mean and (biased) variance over the channels of a row;
    /// y may be x. One item is a row.</summary>
    /// <param name="row">The position, of all objects.</param>
    /// <param name="x">[rows, channels]</param>
    /// <param name="weight">[channels]</param>
    /// <param name="bias">[channels]</param>
    /// <param name="y">[rows, channels]</param>
    /// <param name="channels">Channels of a row; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void LayerNorm<TVec>(
        Index1D row, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> y, int channels)
        where TVec : struct, IVec<TVec>
    {
        int start = row * channels;
        TVec sum = TVec.Splat(0);
        for (int c = 0; c < channels; c += TVec.Width)
            sum += TVec.LoadAligned(x, start + c);
        TVec mean = TVec.Splat(TVec.ReduceAdd(sum) / channels);

        // The squares are of differences from the mean, so that a large mean costs no digits.
        TVec squares = TVec.Splat(0);
        for (int c = 0; c < channels; c += TVec.Width)
        {
            TVec difference = TVec.LoadAligned(x, start + c) - mean;
            squares = TVec.Fma(difference, difference, squares);
        }

        TVec scale = TVec.Splat(1 / MathF.Sqrt(TVec.ReduceAdd(squares) / channels + Epsilon));
        for (int c = 0; c < channels; c += TVec.Width)
        {
            TVec normal = (TVec.LoadAligned(x, start + c) - mean) * scale;
            TVec.StoreAligned(TVec.Fma(normal, TVec.LoadAligned(weight, c), TVec.LoadAligned(bias, c)), y, start + c);
        }
    }
}
