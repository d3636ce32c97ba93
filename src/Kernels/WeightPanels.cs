namespace LiVOS.Kernels;

/// <summary>
/// The layout of weights that the heavy kernels read: panels of as many output channels as a vector has lanes, and in each panel one vector
/// for each product of the sum, [outChannels / width, depth, width]. The last panel is filled up with zeros. Weights come as PyTorch has them,
/// [outChannels, inChannels, size, size]; the products of a sum are ordered as the kernels read their inputs, (ky, kx, channel).
/// </summary>
public static class WeightPanels
{
    /// <summary>Channels filled up to whole vectors.</summary>
    public static int Padded(int channels, int width) => (channels + width - 1) / width * width;

    /// <summary>The number of panels.</summary>
    public static int Count(int outChannels, int width) => Padded(outChannels, width) / width;

    /// <summary>Packs one panel.</summary>
    /// <param name="weight">[outChannels, inChannels, size, size]</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="area">size size</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="packed">[area inChannels, width]</param>
    public static void Pack(ReadOnlySpan<float> weight, int outChannels, int area, int panel, int width, Span<float> packed)
    {
        int inChannels = weight.Length / outChannels / area;
        packed.Clear();
        for (int lane = 0; lane < Math.Min(width, outChannels - panel * width); lane++)
        {
            ReadOnlySpan<float> filter = weight.Slice((panel * width + lane) * inChannels * area, inChannels * area);
            for (int c = 0; c < inChannels; c++)
                for (int k = 0; k < area; k++)
                    packed[(k * inChannels + c) * width + lane] = filter[c * area + k];
        }
    }

    /// <summary>Transforms one panel of 3x3 filters for <see cref="Winograd"/>.</summary>
    /// <param name="weight">[outChannels, inChannels, 3, 3]; whole vectors of output channels</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="packed">[36, inChannels, width]</param>
    public static void PackWinograd(ReadOnlySpan<float> weight, int outChannels, int panel, int width, Span<float> packed)
    {
        int inChannels = weight.Length / outChannels / 9;
        Span<double> filter = stackalloc double[9];
        Span<double> transformed = stackalloc double[Winograd.Points];
        for (int lane = 0; lane < width; lane++)
        {
            for (int c = 0; c < inChannels; c++)
            {
                for (int k = 0; k < 9; k++) filter[k] = weight[((panel * width + lane) * inChannels + c) * 9 + k];
                Winograd.TransformFilter(filter, transformed);
                for (int point = 0; point < Winograd.Points; point++)
                    packed[(point * inChannels + c) * width + lane] = (float)transformed[point];
            }
        }
    }
}
