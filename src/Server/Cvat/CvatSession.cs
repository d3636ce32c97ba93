using LiVOS.Media;

namespace LiVOS.Server;

/// <summary>The objects that one call of CVAT's began to follow. CVAT keeps their states, which name this session and the object.</summary>
internal sealed class CvatSession : ServerSession
{
    public CvatSession(MaskEngine engine, int width, int height) => Tracker = new Tracker(engine, this, width, height);

    public Tracker Tracker { get; }

    /// <summary>Each object's last shape.</summary>
    public Dictionary<int, CvatShape> Shapes { get; } = [];

    /// <summary>The last frame's hash: a frame that comes again, because its answer was lost, is not a step.</summary>
    public byte[] LastFrame { get; set; } = [];

    /// <summary>The last frame's mask.</summary>
    public LabelMask? LastMask { get; set; }

    protected override ValueTask FreeAsync() => Tracker.DisposeAsync();
}
