using LiVOS.Model;
using LiVOS.Model.Frames;
using LiVOS.Model.Session;

namespace LiVOS.Server;

/// <summary>Gives frames to sessions, resized on the host where that suits the device: with less memory for each session, for one buffer serves all.
/// Used in the network's queue only.</summary>
internal sealed class ResizedFrames
{
    private float[] _floats = [];

    /// <summary>How frames get to the device.</summary>
    public static FramePath PathOf(Network network, FrameGeometry geometry) => FramePath.Of(network.Device, geometry) with { InFlight = 1 };

    /// <summary>Submits a frame.</summary>
    /// <param name="segmenter">The session.</param>
    /// <param name="resizer">Its resizer; null where the device resizes.</param>
    /// <param name="frame">[sourceHeight, sourceWidth, 3]</param>
    /// <param name="mask">[sourceHeight, sourceWidth]; empty for none.</param>
    public void Submit(Segmenter segmenter, FrameResizer? resizer, byte[] frame, int[] mask)
    {
        if (resizer is null)
        {
            segmenter.Submit(frame, mask);
            return;
        }

        int length = 3 * segmenter.Geometry.Height * segmenter.Geometry.Width;
        if (_floats.Length < length) _floats = new float[length];
        Span<float> resized = _floats.AsSpan(0, length);
        resizer.Resize(frame, resized);
        segmenter.Submit(resized, mask);
    }
}
