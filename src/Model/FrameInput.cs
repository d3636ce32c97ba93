using LiVOS.Runtime;

namespace LiVOS.Model;

/// <summary>The buffers through which frames come in and labels go out.</summary>
internal sealed class FrameInput
{
    public FrameInput(Device device, DeviceMemory memory, FrameGeometry geometry)
    {
        Frame = device.NewTensor<float>("frame", new Shape(1, geometry.Height, geometry.Width, 3), memory);
        Mask = device.NewTensor<int>("mask", new Shape(1, geometry.Height, geometry.Width, 1), memory);
        Labels = device.NewTensor<int>("labels", new Shape(1, geometry.OutputHeight, geometry.OutputWidth, 1), memory);
    }

    /// <summary>[1, height, width, 3]: RGB in [0, 1].</summary>
    public Tensor<float> Frame { get; }

    /// <summary>[height, width]: 0, or n for the n-th object.</summary>
    public Tensor<int> Mask { get; }

    /// <summary>[outputHeight, outputWidth]: 0, or n for the n-th object.</summary>
    public Tensor<int> Labels { get; }
}
