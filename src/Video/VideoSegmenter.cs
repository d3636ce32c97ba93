using System.Runtime.CompilerServices;
using LiVOS.Media;
using LiVOS.Model;

namespace LiVOS.Video;

/// <summary>Follows objects through a clip, from their masks in some of its frames. Frames come in their order, whichever way it goes.</summary>
public sealed class VideoSegmenter : IDisposable
{
    /// <summary>The frames of <see cref="StartUpTime"/>.</summary>
    public const int StartUpFrames = 2;

    private readonly Network _network;
    private readonly VideoClip _clip;
    private readonly Prompts _prompts;
    private readonly SegmentationOptions _options;
    private readonly Segmenter _segmenter;
    private FramePass? _pass;
    private TimeSpan _computedBefore;
    private TimeSpan? _startedUp;
    private int _done;

    /// <summary>Prepares to segment a clip once.</summary>
    /// <param name="network">The network: must outlive this.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="prompts">Its objects.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The clip can be read only forward, and another direction is asked for, or late frames are to be
    /// dropped in it.</exception>
    /// <exception cref="MediaException">The saved session is of another size.</exception>
    /// <exception cref="Weights.WeightsException">The saved session is none of this network, or damaged.</exception>
    /// <exception cref="Runtime.DeviceMemoryException">The device does not have enough memory.</exception>
    public VideoSegmenter(Network network, VideoClip clip, Prompts prompts, SegmentationOptions options)
    {
        if (options.Direction != Direction.Forward && !clip.CanRewind)
            throw new ArgumentException($"A clip that can be read only once cannot be followed in the direction {options.Direction}.", nameof(options));
        if (options.Direction != Direction.Forward && options.Drop == DropPolicy.Late)
            throw new ArgumentException($"No frames are dropped in the direction {options.Direction}.", nameof(options));
        (_network, _clip, _prompts, _options) = (network, clip, prompts, options);
        FrameGeometry geometry = GeometryOf(clip.Frames, options.Size);
        _segmenter = options.Session is string session
            ? Segmenter.Load(network, session, bands: options.Bands)
            : new Segmenter(network, geometry, bands: options.Bands);
        if (_segmenter.Geometry == geometry) return;
        _segmenter.Dispose();
        throw new MediaException($"The session '{options.Session}' is of frames of another size; give the options with which it was saved.");
    }

    /// <summary>The objects that are followed, in the order in which they were introduced.</summary>
    public IReadOnlyList<int> ObjectIds => _segmenter.ObjectIds;

    /// <summary>The memory that the session holds on the device.</summary>
    public long Bytes => _segmenter.Bytes;

    /// <summary>The time that the network has taken.</summary>
    public TimeSpan ComputeTime => _computedBefore + (_pass?.ComputeTime ?? TimeSpan.Zero);

    /// <summary>The time that the network has taken for its first two frames. A just-in-time compiler compiles a kernel when it runs first, which happens in
    /// these: the first frame takes the mask in, the second one is segmented.</summary>
    public TimeSpan StartUpTime => _startedUp ?? _pass?.StartUpTime ?? TimeSpan.Zero;

    /// <summary>How many frames were dropped (<see cref="SegmentationOptions.Drop"/>).</summary>
    public int DroppedFrames => _pass?.Dropped ?? 0;

    /// <summary>Segments a clip.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="prompts">Its objects.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <returns>The frames, each when it is ready. Reading, computing and the caller's work overlap; a slow caller makes it wait.</returns>
    /// <exception cref="MediaException">A frame or a mask cannot be read; all frames before were given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, once what had been computed was given.</exception>
    public static async IAsyncEnumerable<SegmentedFrame> SegmentAsync(
        Network network, VideoClip clip, Prompts prompts, SegmentationOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var segmenter = new VideoSegmenter(network, clip, prompts, options ?? new SegmentationOptions());
        await foreach (SegmentedFrame frame in segmenter.RunAsync(cancellation)) yield return frame;
    }

    /// <summary>The sizes of a clip's session.</summary>
    /// <param name="frames">The clip's frames.</param>
    /// <param name="size">The shorter side as the network sees it; null for the frames' own.</param>
    public static FrameGeometry GeometryOf(IFrameList frames, int? size) => GeometryOf(frames.Width, frames.Height, size);

    /// <summary>The sizes of a session of frames.</summary>
    /// <param name="width">The frames' width.</param>
    /// <param name="height">Their height.</param>
    /// <param name="size">The shorter side as the network sees it; null for the frames' own.</param>
    public static FrameGeometry GeometryOf(int width, int height, int? size)
    {
        if (size is not int side) return new FrameGeometry(height, width);
        (int seenWidth, int seenHeight) = Resize.NetworkSize(width, height, side);
        return new FrameGeometry(seenHeight, seenWidth, height, width);
    }

    /// <summary>The host memory that a clip needs beside its session.</summary>
    /// <param name="device">What computes.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="options">How it is segmented.</param>
    /// <param name="objects">How many objects are followed.</param>
    public static long HostBytesOf(Runtime.Device device, VideoClip clip, SegmentationOptions options, int objects)
    {
        FrameGeometry geometry = GeometryOf(clip.Frames, options.Size);
        long together = options.Direction == Direction.Forward ? 0 : clip.BackwardFrames * 3L * geometry.SourceWidth * geometry.SourceHeight;
        var buffers = new PipelineBuffers(device, geometry, options.WithPictures, options.ReadsProbabilities, options.Drop);
        long plane = (long)geometry.Height * geometry.Width;
        long probabilities = (options.ReadsProbabilities ? sizeof(float) * (objects + 1) * plane : 0)
            + (options.WithProbabilities ? sizeof(ushort) * (buffers.Results + 1) * objects * plane : 0);
        return buffers.Bytes + together + probabilities;
    }

    /// <summary>Segments the clip.</summary>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <returns>As <see cref="SegmentAsync"/>.</returns>
    /// <exception cref="MediaException">A frame or a mask cannot be read; all frames before were given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped, once what had been computed was given.</exception>
    public async IAsyncEnumerable<SegmentedFrame> RunAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using MaskSpool? spool = _options.Direction == Direction.Forward ? null
            : new MaskSpool(_options.WithProbabilities ? new ObjectProbabilities(_segmenter.Geometry) : null);
        if (spool is not null) await RunBackwardAsync(spool, cancellation);
        Prompts? prompts = _options.Direction == Direction.Backward ? null : _prompts;
        _pass = new FramePass(_clip, prompts, _segmenter, _options);
        await foreach (SegmentedFrame frame in _pass.RunAsync(_options.FirstFrame, int.MaxValue, cancellation))
        {
            if (frame.Number < _options.FirstGiven) continue;
            yield return spool is null ? frame : WithFormat(spool.Replace(frame));
            _options.Progress?.Invoke(++_done);
        }
    }

    /// <summary>Saves the session behind the last frame that was given, once <see cref="RunAsync"/> has ended or was stopped.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Whether there is anything to save: not before the first object.</returns>
    /// <exception cref="Weights.WeightsException">It cannot be written.</exception>
    public bool TrySave(string path)
    {
        if (_segmenter.ObjectIds.Count == 0) return false;
        _segmenter.Save(path);
        return true;
    }

    /// <summary>Ends the session and frees its memory.</summary>
    public void Dispose() => _segmenter.Dispose();

    /// <summary>Follows the objects from the last mask to the first frame that takes this run, and keeps the masks.</summary>
    private async Task RunBackwardAsync(MaskSpool spool, CancellationToken cancellation)
    {
        if (_prompts.Masks.Frames is not [.., int last] given) return;
        var owners = new NearestMask(given, _options.Direction);
        using var segmenter = new Segmenter(_network, _segmenter.Geometry, bands: _options.Bands);
        var pass = new FramePass(_clip, _prompts, segmenter, _options with { WithPictures = false });
        await foreach (SegmentedFrame frame in pass.RunAsync(last, owners.FirstBackward - 1, cancellation))
        {
            if (owners.IsBackward(frame.Number)) spool.Add(frame);
            _options.Progress?.Invoke(++_done);
        }
        _computedBefore = pass.ComputeTime;
        _startedUp ??= pass.StartUpTime;
    }

    /// <summary>A run without prompts of its own has the format of the masks all the same.</summary>
    private SegmentedFrame WithFormat(SegmentedFrame frame)
    {
        if (_options.Direction != Direction.Backward) return frame;
        LabelMask mask = frame.Mask;
        return frame with
        {
            Mask = new LabelMask(mask.Width, mask.Height, mask.Labels, mask.Ids, _prompts.Masks.Format, _prompts.Masks.Palette),
        };
    }
}
