using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>Weights in the panels that the heavy kernels read.</summary>
internal static class Panels
{
    /// <summary>Packs weights [out, size, size, in], as the reference takes them.</summary>
    public static Tensor<float> Pack(Rig rig, float[] weight, int outChannels, int size, int width, PanelOrder order = PanelOrder.Positions)
    {
        int count = WeightPanels.Count(outChannels, width), row = weight.Length / outChannels * width;
        var packed = new float[count * row];
        float[] channelsFirst = ChannelsFirst(weight, outChannels, size * size);
        for (int panel = 0; panel < count; panel++)
            WeightPanels.Pack(channelsFirst, outChannels, size * size, panel, width, order, packed.AsSpan(panel * row, row));
        return rig.Tensor<float>(Shape.Vector(packed.Length), packed);
    }

    /// <summary>Packs weights [out, size, size, in] as <see cref="TiledConvolution"/> takes them.</summary>
    public static Tensor<float> PackForTiles(Rig rig, float[] weight, int outChannels, int size)
    {
        int depth = weight.Length / outChannels, row = WeightPanels.TiledRow(depth);
        var packed = new float[WeightPanels.TiledLength(outChannels, depth)];
        float[] channelsFirst = ChannelsFirst(weight, outChannels, size * size);
        for (int panel = 0; panel < WeightPanels.Count(outChannels, TiledConvolution.Panel); panel++)
        {
            Span<float> to = packed.AsSpan(panel * row, row);
            WeightPanels.Pack(channelsFirst, outChannels, size * size, panel, TiledConvolution.Panel, PanelOrder.Positions, to);
        }

        return rig.Tensor<float>(Shape.Vector(packed.Length), packed);
    }

    /// <summary>Packs weights [out, size, size, in] as tensor cores take them.</summary>
    public static Tensor<float> PackForTensorCores(Rig rig, float[] weight, int outChannels, int size, bool fp16)
    {
        int panels = WeightPanels.Count(outChannels, TensorPanels.Width), panel = TensorPanels.Width * TensorPanels.Pitch(weight.Length / outChannels, fp16);
        var packed = new float[panels * panel];
        float[] channelsFirst = ChannelsFirst(weight, outChannels, size * size);
        for (int i = 0; i < panels; i++) TensorPanels.Pack(channelsFirst, outChannels, size * size, i, fp16, packed.AsSpan(i * panel, panel));
        return rig.Tensor<float>(Shape.Vector(packed.Length), packed);
    }

    /// <summary>A bias filled up with zeros to whole vectors.</summary>
    public static Tensor<float> PadBias(Rig rig, float[] bias, int width)
    {
        Array.Resize(ref bias, WeightPanels.Padded(bias.Length, width));
        return rig.Floats.Tensor<float>(Shape.Vector(bias.Length), bias);
    }

    private static float[] ChannelsFirst(float[] weight, int outChannels, int area)
    {
        int inChannels = weight.Length / outChannels / area;
        var result = new float[weight.Length];
        for (int o = 0; o < outChannels; o++)
            for (int k = 0; k < area; k++)
                for (int c = 0; c < inChannels; c++)
                    result[(o * inChannels + c) * area + k] = weight[(o * area + k) * inChannels + c];
        return result;
    }
}
