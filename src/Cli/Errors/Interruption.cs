using System.Runtime.InteropServices;

namespace LiVOS.Cli.Errors;

/// <summary>
/// Ctrl-C, and the request to end that systems send. The first signal ends the program at once, except while work is under way that stops
/// between two frames; the next one always does.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static int s_working;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;
    private bool _terminated;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Marks, until it is disposed, that work is running which <see cref="Token"/> stops between two frames.</summary>
    public static IDisposable StopsBetweenFrames() => new Work();

    /// <summary>The exit code of the program, given that of its command line. It shows which signal stopped the program.</summary>
    public int ExitCodeOf(int code) => code == ExitCode.Interrupted && _terminated ? ExitCode.Terminated : code;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    /// <summary>Asks the running work to stop.</summary>
    /// <returns>Whether there is work that stops; if not, the signal should end the program.</returns>
    internal bool Stop(PosixSignal signal)
    {
        if (_source.IsCancellationRequested || Volatile.Read(ref s_working) == 0) return false;
        _terminated = signal == PosixSignal.SIGTERM;
        _source.Cancel();
        return true;
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = Stop(context.Signal);
        // The system does not end the first process of a container by a signal that it does not handle.
        if (!context.Cancel && Environment.ProcessId == 1) Environment.Exit(context.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted);
    }

    private sealed class Work : IDisposable
    {
        private int _ended;

        public Work() => Interlocked.Increment(ref s_working);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) Interlocked.Decrement(ref s_working);
        }
    }
}
