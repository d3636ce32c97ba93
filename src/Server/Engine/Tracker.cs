using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Frames;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>Follows objects for one session, a frame at a time in the network's queue.</summary>
/// <param name="engine">What computes.</param>
/// <param name="owner">The session for which memory is set aside.</param>
/// <param name="width">The frames' width.</param>
/// <param name="height">The frames' height.</param>
/// <param name="otherBytes">Bytes that the session needs beside.</param>
internal sealed class Tracker(MaskEngine engine, ServerSession owner, int width, int height, long otherBytes = 0) : IAsyncDisposable
{
    private readonly FrameGeometry _geometry = VideoSegmenter.GeometryOf(width, height, engine.Options.Size);
    private FrameResizer? _resizer;
    private Segmenter? _segmenter;
    private int _objects;
    private bool _grew;

    /// <summary>Segments the next frame.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="mask">Its mask, if it brings one. The first frame does.</param>
    /// <param name="waits">Whether to wait where the queue is full.</param>
    /// <param name="cancellation">Gives the frame up before it is computed.</param>
    /// <returns>The frame's mask, which is the caller's.</returns>
    /// <exception cref="RequestException">Something does not fit.</exception>
    public async Task<LabelMask> StepAsync(Picture picture, IndexMask? mask, bool waits, CancellationToken cancellation)
    {
        if ((picture.Width, picture.Height) != (width, height))
            throw new RequestException($"The frame is {picture.Width}x{picture.Height}, but this session's frames are {width}x{height}; begin a new session.");
        if (mask is not null) await PrepareAsync(mask);
        else if (_segmenter is null) throw new RequestException("The first frame of a session needs a mask that shows an object.");
        return await engine.Queue.RunAsync(
            () =>
            {
                _segmenter ??= Begin();
                engine.Frames.Submit(_segmenter, _resizer, picture.Rgb, mask is null ? [] : mask.Ids);
                var labels = new byte[width * height];
                _segmenter.ReadLabels(labels);
                return new LabelMask(width, height, labels, [0, .. _segmenter.ObjectIds], MaskFormat.Indexed);
            },
            waits, cancellation);
    }

    /// <summary>Frees the memory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_segmenter is not Segmenter segmenter) return;
        _segmenter = null;
        await engine.FreeAsync(segmenter);
    }

    private Segmenter Begin()
    {
        if (ResizedFrames.PathOf(engine.Network, _geometry).ResizesOnHost) _resizer = new FrameResizer(_geometry);
        return new Segmenter(engine.Network, _geometry);
    }

    private async Task PrepareAsync(IndexMask mask)
    {
        if ((mask.Width, mask.Height) != (width, height))
            throw new RequestException($"The mask is {mask.Width}x{mask.Height}, but the frame is {width}x{height}; make them the same size.");
        if (_segmenter is null && mask.ObjectIds.Count == 0) throw new RequestException("The mask of the first frame shows no object.");
        int[] ids = [.. mask.ObjectIds.Union(_segmenter?.ObjectIds ?? [])];
        if (ids.Length > Segmenter.MostObjects || ids.Any(id => id > byte.MaxValue))
            throw new RequestException($"A session follows at most {Segmenter.MostObjects} objects, with ids from 1 to {byte.MaxValue}.");
        if (ids.Length <= _objects) return;
        _grew |= _objects > 0;
        await engine.ReserveAsync(owner, otherBytes + engine.Memory.Of(_geometry, ids.Length, _grew));
        _objects = ids.Length;
    }
}
