namespace LiVOS.Testing.Cuda;

/// <summary>Work in order. None of it is done before somebody waits for it: who forgets to wait finds what was there before.</summary>
internal sealed class MockStream
{
    private readonly Queue<Action> _waiting = [];

    /// <summary>How many pieces of work it was ever given.</summary>
    public long Given { get; private set; }

    /// <summary>How many of them are done.</summary>
    public long Done { get; private set; }

    /// <summary>The graph that is captured from it; null where its work is done.</summary>
    public MockGraph? Capture { get; set; }

    /// <summary>Appends work, or captures it.</summary>
    public void Add(Action work)
    {
        if (Capture is not null)
        {
            Capture.Nodes.Add(work);
            return;
        }

        _waiting.Enqueue(work);
        Given++;
    }

    /// <summary>Does the work up to a number of pieces.</summary>
    public void Finish(long upTo)
    {
        while (Done < upTo)
        {
            Done++;
            _waiting.Dequeue()();
        }
    }
}

/// <summary>A point in a stream.</summary>
/// <param name="hasTime">Whether it takes the time.</param>
internal sealed class MockEvent(bool hasTime)
{
    public bool HasTime => hasTime;

    /// <summary>The stream that it was recorded in last; null before.</summary>
    public MockStream? Stream { get; set; }

    /// <summary>The number of pieces of work before it there, and itself.</summary>
    public long Position { get; set; }

    /// <summary>When it happened; null before.</summary>
    public long? Time { get; set; }
}

/// <summary>Captured work.</summary>
internal sealed class MockGraph
{
    public List<Action> Nodes { get; } = [];
}

/// <summary>A graph ready to be launched.</summary>
/// <param name="nodes">Its work.</param>
internal sealed class MockExecutable
{
    public MockExecutable(Action[] nodes) => Run = () =>
    {
        foreach (Action node in nodes) node();
        InFlight--;
    };

    /// <summary>Does its work.</summary>
    public Action Run { get; }

    /// <summary>Launches of it that are not done.</summary>
    public int InFlight { get; set; }
}
