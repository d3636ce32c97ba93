using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The way that suits a device best from a clip's frames to their labels.</summary>
/// <param name="ResizesOnHost">Whether <see cref="Frames.FrameResizer"/> makes floats of the frames, on the thread that reads them; else they go to the
/// device as bytes.</param>
/// <param name="InFlight">Frames that are on their way through the device at a time: 1, or 2 by <see cref="Segmenter.Submit(ReadOnlySpan{byte},
/// ReadOnlySpan{int}, MaskUse)"/>.</param>
public readonly record struct FramePath(bool ResizesOnHost, int InFlight)
{
    /// <summary>The way for a device. One that works in the machine's own memory gets resized frames, one at a time: the thread that reads resizes
    /// them with less work than the kernels, and nothing is copied. One with memory of its own gets bytes, each frame before the labels of the one
    /// before are read: it copies and computes side by side.</summary>
    public static FramePath Of(Device device, FrameGeometry geometry) =>
        device.DedicatedMemory is null ? new FramePath(geometry.IsResampled, InFlight: 1) : new FramePath(ResizesOnHost: false, InFlight: 2);
}
