namespace LiVOS.Server;

/// <summary>A session to which a client sends frame after frame.</summary>
internal sealed class StepSession : ServerSession
{
    public StepSession(MaskEngine engine, int width, int height) => Tracker = new Tracker(engine, this, width, height);

    public Tracker Tracker { get; }

    protected override ValueTask FreeAsync() => Tracker.DisposeAsync();
}
