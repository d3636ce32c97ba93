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
        (Network, Options, Complain) = (network, options, complain);
        Queue = new NetworkQueue(options.QueueLength, Metrics);
        Sessions = new SessionStore(options.MostSessions, options.SessionBytes, options.Idle, Metrics);
        Memory = new SessionMemory(network);
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

    /// <summary>Frees memory of the device, in turn with what computes there.</summary>
    public async ValueTask FreeAsync(IDisposable what)
    {
        await Queue.RunAsync(
            () =>
            {
                what.Dispose();
                return true;
            },
            waits: true, CancellationToken.None, isFrame: false);
    }

    /// <summary>Closes all sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _sweeping;
        await Sessions.DisposeAsync();
        Queue.Dispose();
        _ending.Dispose();
    }

    private async Task SweepAsync()
    {
        var often = TimeSpan.FromSeconds(Math.Clamp(Options.Idle.TotalSeconds / 4, 0.05, 30));
        using var timer = new PeriodicTimer(often);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token)) await Sessions.CloseIdleAsync();
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }
}
