namespace LiVOS.Kernels;

/// <summary>
/// The layout of weights that the heavy kernels read: panels of as many output channels as a vector has lanes, and in each panel one vector
/// for each product of the sum, [outChannels / width, depth, width]. The last panel is filled up with zeros.
/// </summary>
public static class WeightPanels
{
    /// <summary>Channels filled up to whole vectors.</summary>
    public static int Padded(int channels, int width) => (channels + width - 1) / width * width;

    /// <summary>The elements of packed weights.</summary>
    public static int PackedLength(int outChannels, int depth, int width) => checked(Padded(outChannels, width) * depth);

    /// <summary>Packs weights [outChannels, depth].</summary>
    public static float[] Pack(ReadOnlySpan<float> weight, int outChannels, int width)
    {
        int depth = weight.Length / outChannels;
        var packed = new float[PackedLength(outChannels, depth, width)];
        for (int o = 0; o < outChannels; o++)
            for (int d = 0; d < depth; d++)
                packed[(o / width * depth + d) * width + o % width] = weight[o * depth + d];
        return packed;
    }

    /// <summary>A bias filled up with zeros to whole vectors.</summary>
    public static float[] PadBias(ReadOnlySpan<float> bias, int width)
    {
        var padded = new float[Padded(bias.Length, width)];
        bias.CopyTo(padded);
        return padded;
    }

    /// <summary>Transforms 3x3 filters [outChannels, 3, 3, inChannels] for <see cref="Winograd"/>: [36, outChannels / width, inChannels, width].</summary>
    public static float[] PackWinograd(ReadOnlySpan<float> weight, int outChannels, int inChannels, int width)
    {
        if (outChannels % width != 0) throw new ArgumentException($"{outChannels} channels are not whole vectors of {width}.");
        var packed = new float[checked(Winograd.Points * outChannels * inChannels)];
        Span<double> filter = stackalloc double[9];
        Span<double> transformed = stackalloc double[Winograd.Points];
        for (int o = 0; o < outChannels; o++)
        {
            for (int c = 0; c < inChannels; c++)
            {
                for (int k = 0; k < 9; k++) filter[k] = weight[(o * 9 + k) * inChannels + c];
                Winograd.TransformFilter(filter, transformed);
                int at = (o / width * inChannels + c) * width + o % width;
                for (int point = 0; point < Winograd.Points; point++)
                    packed[point * outChannels * inChannels + at] = (float)transformed[point];
            }
        }

        return packed;
    }
}
