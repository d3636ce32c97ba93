using LiVOS.Cli.Clicks;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Model.Clicks;
using LiVOS.Video;

namespace LiVOS.Cli.Automask;

/// <summary>Makes the masks of single frames from points and boxes. The last frame's features are kept.</summary>
/// <param name="network">The network, with a click head.</param>
/// <param name="frames">The clip.</param>
internal sealed class AutomaskPreviews(Network network, FrameFolder frames) : IDisposable
{
    private ClickSession? _session;
    private int _frame = -1;

    /// <summary>The mask of the object; of nothing where nothing was found.</summary>
    /// <param name="frame">The frame's number.</param>
    /// <param name="prompts">What is said of the object there.</param>
    public IndexMask Of(int frame, ObjectPrompts prompts)
    {
        _session ??= new ClickSession(network, VideoSegmenter.GeometryOf(frames, ClickSession.UsualSize));
        if (_frame != frame) _session.SetFrame(frames.Read(frame).Rgb);
        _frame = frame;
        return PromptedMask.Of(_session, [prompts]);
    }

    /// <summary>Frees the memory; it is taken again where it is needed.</summary>
    public void Dispose()
    {
        _session?.Dispose();
        (_session, _frame) = (null, -1);
    }
}
