using LiVOS.Model.Modules;
using LiVOS.Runtime;
using LiVOS.Weights.Architectures;

namespace LiVOS.Model.Clicks;

/// <summary>The plans of a click session, and what they read and write.</summary>
internal sealed class ClickPlans
{
    /// <summary>Records them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="head">Its click head.</param>
    /// <param name="geometry">The sizes; padded sides are multiples of 32.</param>
    /// <param name="planes">The height and width of prompts.</param>
    /// <param name="memory">Owns what lives from one plan to the other.</param>
    public ClickPlans(Network network, ClickHead head, FrameGeometry geometry, (int Height, int Width) planes, DeviceMemory memory)
    {
        Device device = network.Device;
        Pixels = device.NewTensor<byte>("pixels", new Shape(1, geometry.SourceHeight, geometry.SourceWidth, 3), memory);
        Labels = device.NewTensor<byte>("labels", new Shape(1, geometry.SourceHeight, geometry.SourceWidth, 1), memory);
        Prompts = device.NewTensor<float>("prompts", new Shape(1, planes.Height, planes.Width, ClickShape.Planes), memory);
        Logits = device.NewTensor<float>("logits", new Shape(1, planes.Height, planes.Width, 1), memory);
        var planner = new ClickPlanner(network, head, geometry, memory);
        Frame = planner.RecordFrame(Pixels);
        Mask = planner.RecordMask(Prompts, Logits, Labels);
    }

    /// <summary>[1, sourceHeight, sourceWidth, 3]: the frame.</summary>
    public Tensor<byte> Pixels { get; }

    /// <summary>[1, sourceHeight, sourceWidth, 1]: 1 where the object is.</summary>
    public Tensor<byte> Labels { get; }

    /// <summary>[1, H/4, W/4, 4]: what was said.</summary>
    public Tensor<float> Prompts { get; }

    /// <summary>[1, H/4, W/4, 1]: the object's logits.</summary>
    public Tensor<float> Logits { get; }

    /// <summary>Makes the features of the frame.</summary>
    public Plan Frame { get; }

    /// <summary>Makes a mask of the features and the prompts.</summary>
    public Plan Mask { get; }

    /// <summary>The memory of the activations of both, one after the other.</summary>
    public long ArenaBytes => Math.Max(Frame.Arena.Bytes, Mask.Arena.Bytes);
}
