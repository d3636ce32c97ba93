using System.Diagnostics;
using LiVOS.Studio.Documents;

namespace LiVOS.Studio.Runs;

/// <summary>Starts and stops runs, one at a time, in the background.</summary>
/// <param name="run">What a run does.</param>
internal sealed class RunDesk(StudioRun run) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>Told whenever the status changes.</summary>
    public event Action<RunStatus>? Changed;

    /// <summary>How the run stands.</summary>
    public RunStatus Status { get; private set; } = RunStatus.None;

    /// <summary>Starts a run; one that is on its way is stopped before.</summary>
    /// <param name="from">The first frame that gets a mask.</param>
    /// <param name="direction">Which way.</param>
    /// <exception cref="StudioException">It cannot begin there.</exception>
    public async Task StartAsync(int from, RunDirection direction)
    {
        if (run.WhyNot(from, direction) is string why) throw new StudioException(why);
        await _turn.WaitAsync();
        try
        {
            await EndAsync();
            _stop = new CancellationTokenSource();
            Set(new RunStatus(true, from, 0, null));
            CancellationToken token = _stop.Token;
            _running = Task.Run(() => GoAsync(from, direction, token), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the run, if there is one, and waits for its end. What it has done stays.</summary>
    public async Task StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await EndAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _turn.Dispose();
    }

    private async Task EndAsync()
    {
        _stop?.Cancel();
        await _running;
        _stop?.Dispose();
        _stop = null;
    }

    private async Task GoAsync(int from, RunDirection direction, CancellationToken cancellation)
    {
        string? problem = null;
        long begun = Stopwatch.GetTimestamp();
        int done = 0;
        try
        {
            await run.GoAsync(from, direction, Progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            // It was stopped.
        }
        catch (Exception error)
        {
            problem = error.Message; // whatever it is: the page must know that the run is over
        }
        Set(Status with { Running = false, Problem = problem });

        void Progress(int frame) =>
            Set(Status with { Frame = frame, FramesPerSecond = Math.Round(++done / Stopwatch.GetElapsedTime(begun).TotalSeconds, 1) });
    }

    private void Set(RunStatus status)
    {
        Status = status;
        Changed?.Invoke(status);
    }
}
