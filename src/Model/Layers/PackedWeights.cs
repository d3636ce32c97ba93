using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>What stays the same of a convolution.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Size">The kernel's rows and columns; the border of zeros around the inputs is half of it.</param>
/// <param name="Stride">The distance of two output positions in the input.</param>
/// <param name="InChannels">Channels of all inputs.</param>
/// <param name="SecondInput">Those of them that come from a second input.</param>
/// <param name="OutChannels">Channels of the output.</param>
internal sealed record ConvolutionExtents(string Name, int Size, int Stride, int InChannels, int SecondInput, int OutChannels)
{
    /// <summary>The border of zeros around the inputs.</summary>
    public int Padding => Size / 2;

    /// <summary>The products in each sum.</summary>
    public int Depth => Size * Size * InChannels;
}

/// <summary>A convolution's weights and bias on a device, in the panels of one schedule (see <see cref="WeightPanels"/>).</summary>
/// <param name="Weight">[outChannels / width, size, size, inChannels, width]</param>
/// <param name="Bias">[outChannels, padded to whole panels]</param>
internal sealed record PackedWeights(Tensor<float> Weight, Tensor<float> Bias)
{
    /// <summary>Brings weights [out, in, size, size] to the device, in panels of <paramref name="width"/> output channels.</summary>
    public static PackedWeights Load(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int width)
    {
        int panels = WeightPanels.Count(extents.OutChannels, width), row = extents.Depth * width;
        Tensor<float> packedWeight = loader.Reserve(extents.Name, Shape.Matrix(panels, row));
        var packed = new float[row];
        for (int panel = 0; panel < panels && !loader.CountsOnly; panel++)
        {
            WeightPanels.Pack(weight, extents.OutChannels, extents.Size * extents.Size, panel, width, packed);
            packedWeight.Write((long)panel * row, packed);
        }

        return new PackedWeights(packedWeight, LoadBias(loader, extents, bias, width));
    }

    /// <summary>Brings weights [out, in, size, size] to the device as tensor cores take them: [outChannels, depth], see <see cref="TensorPanels"/>.</summary>
    public static PackedWeights LoadForTensorCores(
        WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool halves)
    {
        int panels = WeightPanels.Count(extents.OutChannels, TensorPanels.Width), pitch = TensorPanels.Pitch(extents.Depth, halves);
        Tensor<float> packedWeight = loader.Reserve(extents.Name, Shape.Matrix(panels * TensorPanels.Width, pitch));
        var packed = new float[TensorPanels.Width * pitch];
        for (int panel = 0; panel < panels && !loader.CountsOnly; panel++)
        {
            TensorPanels.Pack(weight, extents.OutChannels, extents.Size * extents.Size, panel, halves, packed);
            packedWeight.Write((long)panel * packed.Length, packed);
        }

        return new PackedWeights(packedWeight, LoadBias(loader, extents, bias, TensorPanels.Width));
    }

    private static Tensor<float> LoadBias(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> bias, int width)
    {
        Tensor<float> packed = loader.Reserve(extents.Name + ".bias", Shape.Vector(WeightPanels.Padded(extents.OutChannels, width)));
        if (loader.CountsOnly) return packed;
        packed.Clear();
        packed.Write(0, bias);
        return packed;
    }
}
