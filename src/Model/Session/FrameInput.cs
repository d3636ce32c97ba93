using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The input of a frame: its pixels, where the network does not take the frame's own bytes, and the mask given with it.</summary>
internal sealed class FrameInput(Device device, DeviceMemory memory, FrameGeometry geometry)
{
    private Tensor<float>? _frame;

    /// <summary>[1, height, width, 3]: RGB in [0, 1]. It is made when it is first asked for.</summary>
    public Tensor<float> Frame => _frame ??= device.NewTensor<float>("frame", new Shape(1, geometry.Height, geometry.Width, 3), memory);

    /// <summary>[height, width]: labels, 0 for none.</summary>
    public Tensor<byte> Mask { get; } = device.NewTensor<byte>("mask", new Shape(1, geometry.Height, geometry.Width, 1), memory);
}
