using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Brings the weights of one convolution to a device, packed as its kernels read them.</summary>
/// <param name="Device">The device.</param>
/// <param name="Memory">The owner of the weights there; if it only counts bytes, nothing is written.</param>
/// <param name="Spec">The convolution.</param>
internal readonly record struct WeightPacking(Device Device, DeviceMemory Memory, ConvolutionSpec Spec)
{
    /// <summary>Weights [out, in, size, size] in panels of <paramref name="width"/> output channels: see <see cref="WeightPanels"/>.</summary>
    public PackedWeights Panels(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int width, PanelOrder order = PanelOrder.Positions)
    {
        int panels = WeightPanels.Count(Spec.OutChannels, width), row = Spec.Depth * width;
        return Panels(weight, bias, Shape.Matrix(panels, row), row, width, order, inHalves: false);
    }

    /// <summary>Weights [out, in, size, size] as <see cref="TiledConvolution"/> takes them: in panels of 64 output channels, each filled up with zeros to
    /// whole K-tiles, and one K-tile more behind the last panel.</summary>
    public PackedWeights TiledPanels(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool inHalves) => Panels(
        weight, bias, Shape.Vector(WeightPanels.TiledLength(Spec.OutChannels, Spec.Depth)), WeightPanels.TiledRow(Spec.Depth), TiledConvolution.Panel,
        PanelOrder.Positions, inHalves);

    private PackedWeights Panels(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Shape shape, int row, int width, PanelOrder order, bool inHalves)
    {
        int panels = WeightPanels.Count(Spec.OutChannels, width);
        Tensor<float> packedWeight = Device.NewTensor<float>(Spec.Name, shape, Memory, inHalves);
        if (!Memory.CountsOnly) packedWeight.Clear();
        var packed = new float[row];
        for (int panel = 0; panel < panels && !Memory.CountsOnly; panel++)
        {
            WeightPanels.Pack(weight, Spec.OutChannels, Spec.Size * Spec.Size, panel, width, order, packed);
            packedWeight.Write((long)panel * row, packed);
        }

        return new PackedWeights(packedWeight, PaddedBias(bias, width));
    }

    /// <summary>Weights [out, in, size, size] as tensor cores take them: [outChannels, depth], see <see cref="TensorPanels"/>.</summary>
    public PackedWeights TensorCorePanels(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool fp16)
    {
        int panels = WeightPanels.Count(Spec.OutChannels, TensorPanels.Width), pitch = TensorPanels.Pitch(Spec.Depth, fp16);
        Tensor<float> packedWeight = Device.NewTensor<float>(Spec.Name, Shape.Matrix(panels * TensorPanels.Width, pitch), Memory, inHalves: fp16);
        var packed = new float[TensorPanels.Width * pitch];
        for (int panel = 0; panel < panels && !Memory.CountsOnly; panel++)
        {
            TensorPanels.Pack(weight, Spec.OutChannels, Spec.Size * Spec.Size, panel, fp16, packed);
            packedWeight.Write((long)panel * packed.Length, packed);
        }

        return new PackedWeights(packedWeight, PaddedBias(bias, TensorPanels.Width));
    }

    private Tensor<float> PaddedBias(ReadOnlySpan<float> bias, int width)
    {
        Tensor<float> padded = Device.NewTensor<float>(Spec.Name + ".bias", Shape.Vector(WeightPanels.Padded(Spec.OutChannels, width)), Memory);
        if (Memory.CountsOnly) return padded;
        padded.Clear();
        padded.Write(0, bias);
        return padded;
    }
}

/// <summary>A convolution's weights and bias on a device.</summary>
/// <param name="Weight">[outChannels / width, depth, width]; for tensor cores [outChannels, depth].</param>
/// <param name="Bias">[outChannels, padded to whole panels]</param>
internal sealed record PackedWeights(Tensor<float> Weight, Tensor<float> Bias);
