using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The input of a frame: its pixels, and the mask given with it.</summary>
internal sealed class FrameInput
{
    public FrameInput(Device device, DeviceMemory memory, FrameGeometry geometry)
    {
        Frame = device.NewTensor<float>("frame", new Shape(1, geometry.Height, geometry.Width, 3), memory);
        Mask = device.NewTensor<byte>("mask", new Shape(1, geometry.Height, geometry.Width, 1), memory);
    }

    /// <summary>[1, height, width, 3]: RGB in [0, 1].</summary>
    public Tensor<float> Frame { get; }

    /// <summary>[height, width]: labels, 0 for none.</summary>
    public Tensor<byte> Mask { get; }
}
