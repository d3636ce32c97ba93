using System.Runtime.CompilerServices;
using LiVOS.Media;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>A way forward through a clip.</summary>
internal sealed class XAnyRun
{
    private readonly XAnyClip _clip;
    private readonly Propagation _propagation;
    private readonly int _start, _last;

    /// <summary>Prepares it.</summary>
    /// <param name="engine">What computes.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="request">Its first and last frame, where the client names them.</param>
    /// <exception cref="RequestException">Nothing was clicked yet, or there are no such frames.</exception>
    public XAnyRun(MaskEngine engine, XAnyClip clip, XAnyPropagation request)
    {
        _clip = clip;
        _propagation = new Propagation(engine, clip.Session);
        int first = _propagation.FirstMasked;
        _start = request.StartFrame is int start ? start - clip.StartFrame : first;
        _last = request.EndFrame is int end ? end - clip.StartFrame : clip.Count - 1;
        clip.Session.RequireFrame(_start);
    }

    /// <summary>Goes it, in the session's turn.</summary>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <returns>Each frame's number, as the client counts, and its objects.</returns>
    public async IAsyncEnumerable<(int Number, XAnyFrame Frame)> FramesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        int more = Math.Max(0, _last - _start);
        await foreach ((int frame, LabelMask mask) in _propagation.RunAsync(backward: false, _start, more, cancellation))
            yield return (frame + _clip.StartFrame, new XAnyFrame(_clip.ShapesOf(mask)));
    }
}
