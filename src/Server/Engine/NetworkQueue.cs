using System.Diagnostics;
using System.Threading.Channels;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>
/// The one thread that computes. Frames come in the order in which they were given; a session gives one at a time, so each has its turn. A batch of
/// several sessions' frames is no faster on a CPU (bench/RESULTS.md), and multiplies memory.
/// </summary>
internal sealed class NetworkQueue : IDisposable
{
    private readonly Channel<Action> _work;
    private readonly Metrics _metrics;
    private readonly Thread _thread;

    public NetworkQueue(int length, Metrics metrics)
    {
        _work = Channel.CreateBounded<Action>(new BoundedChannelOptions(length) { SingleReader = true });
        _metrics = metrics;
        _thread = new Thread(Run) { IsBackground = true, Name = "network" };
        _thread.Start();
    }

    /// <summary>How much waits.</summary>
    public int Length => _work.Reader.Count;

    /// <summary>Does some work in its turn.</summary>
    /// <param name="work">The work.</param>
    /// <param name="waits">Whether to wait for a place in the queue where it is full.</param>
    /// <param name="cancellation">Gives the turn up, if it has not come.</param>
    /// <param name="isFrame">Whether it counts as a frame.</param>
    /// <exception cref="RequestException">The queue is full, or the server ends.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, bool waits, CancellationToken cancellation, bool isFrame = true)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        long given = Stopwatch.GetTimestamp();
        if (!_work.Writer.TryWrite(Do))
        {
            if (!waits) throw Full();
            try
            {
                await _work.Writer.WriteAsync(Do, cancellation);
            }
            catch (ChannelClosedException)
            {
                throw new RequestException(StatusCodes.Status503ServiceUnavailable, "The server is ending.");
            }
        }

        return await done.Task;

        void Do()
        {
            if (cancellation.IsCancellationRequested)
            {
                done.SetCanceled(cancellation);
                return;
            }

            long begun = Stopwatch.GetTimestamp();
            try
            {
                T result = work();
                if (isFrame) _metrics.AddFrame(Stopwatch.GetElapsedTime(given, begun), Stopwatch.GetElapsedTime(begun));
                done.SetResult(result);
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }
    }

    /// <summary>Ends the thread, when all that waits is done.</summary>
    public void Dispose()
    {
        _work.Writer.TryComplete();
        _thread.Join();
    }

    private RequestException Full()
    {
        _metrics.AddRefusal();
        return new RequestException(StatusCodes.Status503ServiceUnavailable, "Too many frames wait for the network; try again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }

    private void Run()
    {
        while (_work.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            while (_work.Reader.TryRead(out Action? work)) work();
    }
}
