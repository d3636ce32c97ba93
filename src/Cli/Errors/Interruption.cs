using System.Runtime.InteropServices;

namespace LiVOS.Cli.Errors;

/// <summary>
/// Ctrl-C, and the request to end that systems send. The first signal ends the program at once, except while work is under way that stops
/// between two frames; the next one always does.
/// </summary>
sealed class Interruption : IDisposable
{
    static int s_working;

    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration interrupt, terminate;
    bool terminated;

    public Interruption()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Marks, until it is disposed, that work is running which <see cref="Token"/> stops between two frames.</summary>
    public static IDisposable StopsBetweenFrames() => new Work();

    /// <summary>The exit code of the program, given that of its command line. It shows which signal stopped the program.</summary>
    public int ExitCodeOf(int code) => code == ExitCode.Interrupted && terminated ? ExitCode.Terminated : code;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    /// <summary>Asks the running work to stop.</summary>
    /// <returns>Whether there is work that stops; if not, the signal should end the program.</returns>
    internal bool Stop(PosixSignal signal)
    {
        if (source.IsCancellationRequested || Volatile.Read(ref s_working) == 0) return false;
        terminated = signal == PosixSignal.SIGTERM;
        source.Cancel();
        return true;
    }

    void Receive(PosixSignalContext context)
    {
        context.Cancel = Stop(context.Signal);
        // The system does not end the first process of a container by a signal that it does not handle.
        if (!context.Cancel && Environment.ProcessId == 1) Environment.Exit(context.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted);
    }

    sealed class Work : IDisposable
    {
        int ended;

        public Work() => Interlocked.Increment(ref s_working);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) Interlocked.Decrement(ref s_working);
        }
    }
}
