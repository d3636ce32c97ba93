using LiVOS.Model;

namespace LiVOS.Server;

/// <summary>All that a server's endpoints share: one network, its queue, and the sessions.</summary>
internal sealed class MaskEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _sweeping;

    /// <summary>Begins.</summary>
    /// <param name="network">The network, which must outlive this.</param>
    /// <param name="options">What clients get.</param>
    /// <param name="complain">Receives faults of the program.</param>
    public MaskEngine(Network network, ServerOptions options, Action<Exception> complain)
    {
        SystemHeap.ReturnsWhatIsFreed();
        (Network, Options, Complain) = (network, options, complain);
        Queue = new NetworkQueue(options.QueueLength, Metrics);
        Sessions = new SessionStore(options.MostSessions, options.SessionBytes, options.Idle, Metrics);
        Memory = new SessionMemory(network);
        Clicks = new KeptClicks(network, options, Memory, Sessions);
        Room = new RequestRoom(options.RequestBytes, Metrics);
        _sweeping = SweepAsync();
    }

    public Network Network { get; }

    public ServerOptions Options { get; }

    /// <summary>Receives faults of the program that no request answers for.</summary>
    public Action<Exception> Complain { get; }

    public Metrics Metrics { get; } = new();

    public NetworkQueue Queue { get; }

    public SessionStore Sessions { get; }

    public SessionMemory Memory { get; }

    public RequestRoom Room { get; }

    /// <summary>Gives frames to sessions. Take a turn in the queue to use it.</summary>
    public ResizedFrames Frames { get; } = new();

    /// <summary>Pictures in which somebody clicked. Take a turn in the queue to use it.</summary>
    public KeptClicks Clicks { get; }

    /// <summary>Sets bytes aside for a session, instead of those before; what is kept for clicks makes way.</summary>
    /// <exception cref="Web.RequestException">There are not as many.</exception>
    public async Task ReserveAsync(ServerSession session, long bytes)
    {
        if (!Sessions.Fits(bytes, session)) await ForgetClicksAsync();
        Sessions.Reserve(session, bytes);
    }

    /// <summary>Frees memory of the device, in turn with what computes there.</summary>
    public Task FreeAsync(IDisposable what) => InTurnAsync(what.Dispose);

    /// <summary>Closes all sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _sweeping;
        await Sessions.DisposeAsync();
        await ForgetClicksAsync();
        Queue.Dispose();
        _ending.Dispose();
    }

    private async Task SweepAsync()
    {
        var often = TimeSpan.FromSeconds(Math.Clamp(Options.Idle.TotalSeconds / 4, 0.05, 30));
        using var timer = new PeriodicTimer(often);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await Sessions.CloseIdleAsync();
                if (Clicks.Unused > Options.Idle) await ForgetClicksAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private Task ForgetClicksAsync() => Sessions.ClickBytes == 0 ? Task.CompletedTask : InTurnAsync(Clicks.Clear);

    private Task InTurnAsync(Action work) => Queue.RunAsync(
        () =>
        {
            work();
            return true;
        },
        waits: true, CancellationToken.None, isFrame: false);
}
