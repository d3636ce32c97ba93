namespace LiVOS.Studio.Runs;

/// <summary>How a run stands.</summary>
/// <param name="Running">Whether there is one.</param>
/// <param name="Frame">The frame that was done last.</param>
/// <param name="FramesPerSecond">How fast it goes.</param>
/// <param name="Problem">Why the last one ended before its end; null where it did not.</param>
public sealed record RunStatus(bool Running, int Frame, double FramesPerSecond, string? Problem)
{
    /// <summary>There has been none.</summary>
    public static RunStatus None { get; } = new(false, 0, 0, null);
}
