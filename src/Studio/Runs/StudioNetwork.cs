using System.Globalization;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Frames;
using LiVOS.Model.Session;
using LiVOS.Video;

namespace LiVOS.Studio.Runs;

/// <summary>The network of a project, for whoever needs it: runs, clicks and what shows the network's work take turns, frame by frame.</summary>
public sealed class StudioNetwork
{
    private readonly Network _network;
    private readonly FrameResizer? _resizer;
    private readonly float[] _resized = [];

    /// <summary>Prepares to segment a clip.</summary>
    /// <param name="network">The network: must outlive this.</param>
    /// <param name="weights">What tells its weights from others, such as a checksum.</param>
    /// <param name="frames">The clip's frames.</param>
    /// <param name="size">The shorter side as the network sees them; null for the frames' own.</param>
    public StudioNetwork(Network network, string weights, IFrameList frames, int? size)
    {
        _network = network;
        Geometry = VideoSegmenter.GeometryOf(frames, size);
        Name = string.Create(CultureInfo.InvariantCulture, $"{weights} {network.Device.Name} {Geometry.Width}x{Geometry.Height}");
        if (!FramePath.Of(network.Device, Geometry).ResizesOnHost) return;
        _resizer = new FrameResizer(Geometry);
        _resized = new float[Geometry.Height * Geometry.Width * 3];
    }

    /// <summary>The network. Take <see cref="Turn"/> to use it.</summary>
    public Network Network => _network;

    /// <summary>The sizes of frames and masks.</summary>
    public FrameGeometry Geometry { get; }

    /// <summary>What tells the network, its device and the frames' size from others.</summary>
    public string Name { get; }

    /// <summary>Held while the network computes.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Gives a frame to a session. Take <see cref="Turn"/> first.</summary>
    /// <param name="segmenter">The session.</param>
    /// <param name="picture">The frame.</param>
    /// <param name="given">[height, width]: its given mask; null for none. It is the whole truth: objects that it does not show are nowhere.</param>
    /// <param name="labels">[height, width]: gets the place of each pixel's object among the session's, from 1.</param>
    internal void Segment(Segmenter segmenter, Picture picture, byte[]? given, byte[] labels)
    {
        int[] mask = given is null ? [] : [.. given.Select(id => (int)id)];
        if (_resizer is null)
        {
            segmenter.Submit(picture.Rgb, mask, MaskUse.Replace);
        }
        else
        {
            _resizer.Resize(picture.Rgb, _resized);
            segmenter.Submit(_resized, mask, MaskUse.Replace);
        }
        segmenter.ReadLabels(labels);
    }
}
