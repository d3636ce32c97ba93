namespace LiVOS.Kernels;

/// <summary>
/// The layout of weights that the heavy kernels read: panels of as many output channels as a vector has lanes, and in each panel one vector
/// for each product of the sum, [outChannels / width, depth, width]. The last panel is filled up with zeros. Weights come as PyTorch has them,
/// [outChannels, inChannels, size, size].
/// </summary>
internal static class WeightPanels
{
    /// <summary>Channels filled up to whole vectors.</summary>
    public static int Padded(int channels, int width) => Integers.DivideUp(channels, width) * width;

    /// <summary>The number of panels.</summary>
    public static int Count(int outChannels, int width) => Integers.DivideUp(outChannels, width);

    /// <summary>The length of a panel of 64 channels for <see cref="TiledConvolution"/>: whole K-tiles.</summary>
    /// <param name="depth">Products of each sum.</param>
    public static int TiledRow(int depth) => Padded(depth, TiledConvolution.KLength) * TiledConvolution.Panel;

    /// <summary>The length of all these panels, with the K-tile behind the last one that is read and not used.</summary>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="depth">Products of each sum.</param>
    public static int TiledLength(int outChannels, int depth) =>
        Count(outChannels, TiledConvolution.Panel) * TiledRow(depth) + TiledConvolution.KLength * TiledConvolution.Panel;

    /// <summary>Packs one panel.</summary>
    /// <param name="weight">[outChannels, inChannels, size, size]</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="area">size size</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="width">Lanes of a vector.</param>
    /// <param name="order">The order of a sum's products.</param>
    /// <param name="packed">[area inChannels, width]</param>
    public static void Pack(ReadOnlySpan<float> weight, int outChannels, int area, int panel, int width, PanelOrder order, Span<float> packed)
    {
        int inChannels = weight.Length / outChannels / area;
        packed.Clear();
        for (int lane = 0; lane < Math.Min(width, outChannels - panel * width); lane++)
        {
            ReadOnlySpan<float> filter = weight.Slice((panel * width + lane) * inChannels * area, inChannels * area);
            for (int c = 0; c < inChannels; c++)
                for (int k = 0; k < area; k++)
                    packed[(order == PanelOrder.Positions ? k * inChannels + c : c * area + k) * width + lane] = filter[c * area + k];
        }
    }
}

/// <summary>The order of the products in a panel.</summary>
public enum PanelOrder
{
    /// <summary>(ky, kx, channel), as inputs stand in memory.</summary>
    Positions,

    /// <summary>(channel, ky, kx): filter after filter.</summary>
    Filters,
}
