namespace LiVOS.Video;

/// <summary>Tells which run a frame is taken from: that of the nearer given mask.</summary>
/// <param name="given">The frames that have masks, in rising order, at least one.</param>
/// <param name="direction">Which way objects are followed: not forward alone.</param>
internal sealed class NearestMask(IReadOnlyList<int> given, Direction direction)
{
    /// <summary>The lowest frame that is taken from the run backward.</summary>
    public int FirstBackward
    {
        get
        {
            int frame = 0, last = given[^1];
            while (frame < last && !IsBackward(frame)) frame++;
            return frame;
        }
    }

    /// <summary>Whether a frame is taken from the run backward.</summary>
    public bool IsBackward(int frame)
    {
        if (direction == Direction.Backward) return frame <= given[^1];
        int after = 0;
        while (after < given.Count && given[after] < frame) after++;
        if (after == given.Count) return false;
        return given[after] != frame && (after == 0 || given[after] - frame < frame - given[after - 1]);
    }
}
