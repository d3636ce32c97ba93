namespace LiVOS.Server;

/// <summary>What has been done so far.</summary>
internal sealed class Metrics
{
    private long _frames, _computeTicks, _waitTicks, _refusals, _idle;

    public long Frames => Volatile.Read(ref _frames);

    public TimeSpan ComputeTime => new(Volatile.Read(ref _computeTicks));

    public TimeSpan WaitTime => new(Volatile.Read(ref _waitTicks));

    public long Refusals => Volatile.Read(ref _refusals);

    public long IdleSessions => Volatile.Read(ref _idle);

    public void AddFrame(TimeSpan wait, TimeSpan compute)
    {
        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _waitTicks, wait.Ticks);
        Interlocked.Add(ref _computeTicks, compute.Ticks);
    }

    /// <summary>Counts a request that found the server full.</summary>
    public void AddRefusal() => Interlocked.Increment(ref _refusals);

    /// <summary>Counts a session that was closed because nobody used it.</summary>
    public void AddIdleSession() => Interlocked.Increment(ref _idle);
}
