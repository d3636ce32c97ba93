namespace LiVOS.Cli.Clips;

/// <summary>Adds up how late masks come.</summary>
internal sealed class LiveDelay
{
    private TimeSpan _sum;
    private int _count;

    /// <summary>The longest.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>The mean.</summary>
    public TimeSpan Mean => _count == 0 ? TimeSpan.Zero : _sum / _count;

    /// <summary>Takes a frame's.</summary>
    public void Add(TimeSpan delay)
    {
        _sum += delay;
        _count++;
        if (delay > Longest) Longest = delay;
    }
}
