namespace LiVOS.Kernels;

/// <summary>The channel attention at the end of a CAResBlock (docs/network.md#caresblock): mean over positions, convolution over channels,
/// sigmoid, and the
/// scaled sum.</summary>
internal static class ChannelAttention
{
    /// <summary>Channels of an item of <see cref="ChannelMean"/>: the widest vector.</summary>
    private const int Slice = 16;

    /// <summary>The number of items of <see cref="ChannelMean"/>.</summary>
    public static int ChannelMeanItems(int objects, int channels) => objects * ((channels + Slice - 1) / Slice);

    /// <summary><c>mean[n, c] = sum over p of x[n, p, c] / positions</c>. One item is a slice of 16 channels of an object.</summary>
    /// <param name="item">The slice, of all objects.</param>
    /// <param name="x">[objects, positions, channels]</param>
    /// <param name="mean">[objects, channels]</param>
    /// <param name="positions">Positions of an object.</param>
    /// <param name="channels">Channels of a position; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void ChannelMean<TVec>(Index1D item, ArrayView<float> x, ArrayView<float> mean, int positions, int channels)
        where TVec : struct, IVec<TVec>
    {
        int slices = (channels + Slice - 1) / Slice;
        int n = item / slices, begin = item % slices * Slice;
        int end = begin + Slice < channels ? begin + Slice : channels;
        for (int c = begin; c < end; c += TVec.Width)
        {
            TVec total = TVec.Splat(0);
            for (int part = 0; part < positions; part += BlockedSum.Length)
            {
                int partEnd = part + BlockedSum.Length < positions ? part + BlockedSum.Length : positions;
                TVec sum = TVec.Splat(0);
                for (int p = part; p < partEnd; p++)
                    sum += TVec.LoadAligned(x, (n * positions + p) * channels + c);
                total += sum;
            }

            TVec.StoreAligned(total / TVec.Splat(positions), mean, n * channels + c);
        }
    }

    /// <summary><c>scale[n, c] = sigmoid(sum over t of kernel[t] mean[n, c + t - taps / 2])</c>, with zeros beyond the channels. One item is a
    /// channel of an object.</summary>
    /// <param name="i">The channel, of all objects.</param>
    /// <param name="mean">[objects, channels]</param>
    /// <param name="kernel">[taps]</param>
    /// <param name="scale">[objects, channels]</param>
    /// <param name="channels">Channels of an object.</param>
    /// <param name="taps">The kernel's length, odd.</param>
    [Kernel]
    public static void ChannelScale(Index1D i, ArrayView<float> mean, ArrayView<float> kernel, ArrayView<float> scale, int channels, int taps)
    {
        int n = i / channels, first = i % channels - taps / 2;
        float sum = 0;
        for (int t = 0; t < taps; t++)
        {
            int c = first + t;
            if (c >= 0 && c < channels)
                sum += kernel[t] * mean[n * channels + c];
        }

        scale[i] = VecMath.Sigmoid(sum);
    }

    /// <summary><c>output[n, p] = y[n, p] * scale[n] + x[n, p]</c>; the output may be y or x. One item is a slice of a position.</summary>
    /// <param name="item">The slice, of all objects.</param>
    /// <param name="y">[objects, positions, channels]</param>
    /// <param name="scale">[objects, channels]</param>
    /// <param name="x">[objects, positions, channels]</param>
    /// <param name="output">[objects, positions, channels]</param>
    /// <param name="positions">Positions of an object.</param>
    /// <param name="channels">Channels of a position.</param>
    /// <param name="slice">Channels of a slice; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(slice))]
    public static void ScaleAdd<TVec, T>(
        Index1D item, ArrayView<T> y, ArrayView<float> scale, ArrayView<T> x, ArrayView<T> output, int positions, int channels, int slice)
        where TVec : struct, IVec<TVec>
        where T : unmanaged
    {
        PixelSlice part = PixelSlice.Of(item, channels, slice);
        int start = part.Row * channels, scaleAt = part.Row / positions * channels;
        for (int c = part.First; c < part.End; c += TVec.Width)
        {
            TVec.StoreAligned(
                TVec.Fma(TVec.LoadAligned(y, start + c), TVec.LoadAligned(scale, scaleAt + c), TVec.LoadAligned(x, start + c)), output, start + c);
        }
    }
}
