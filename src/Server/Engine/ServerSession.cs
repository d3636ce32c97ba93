using System.Security.Cryptography;
using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>What a client comes back to. One request at a time uses it.</summary>
internal abstract class ServerSession : IAsyncDisposable
{
    private const int MostWaiting = 8;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _closing = new();
    private long _used = Environment.TickCount64;
    private int _users;

    /// <summary>Its name, which cannot be guessed: whoever knows it may use the session.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The bytes that are set aside for it.</summary>
    public long Bytes { get; set; }

    /// <summary>Called when it has been closed.</summary>
    public Action? Closed { get; set; }

    /// <summary>How long nobody has used it.</summary>
    public TimeSpan Unused => Volatile.Read(ref _users) > 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _used));

    /// <summary>Waits for its turn, until what is returned is disposed of.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RequestException">Too many requests wait for it, or it was closed.</exception>
    public async Task<Turn> EnterAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _users) > MostWaiting)
        {
            Leave();
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, "Too many requests wait for this session; send its frames one after another.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            await _gate.WaitAsync(linked.Token);
            return new Turn(this, linked);
        }
        catch (OperationCanceledException)
        {
            linked.Dispose();
            Leave();
            if (_closing.IsCancellationRequested) throw NotThere();
            throw;
        }
    }

    /// <summary>Stops what uses it, and frees its memory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _gate.WaitAsync();
        await FreeAsync();
        Closed?.Invoke();
        // The gate stays shut: who waits for it sees that the session is closing.
    }

    /// <summary>The answer where a session has been closed.</summary>
    public static RequestException NotThere() => new(
        StatusCodes.Status404NotFound, "There is no such session: it was closed, or not used for too long; begin again.");

    /// <summary>Frees its memory.</summary>
    protected abstract ValueTask FreeAsync();

    private void Leave()
    {
        Volatile.Write(ref _used, Environment.TickCount64);
        Interlocked.Decrement(ref _users);
    }

    /// <summary>The time in which a request has the session for itself.</summary>
    public sealed class Turn(ServerSession session, CancellationTokenSource ended) : IDisposable
    {
        /// <summary>Cancelled when the client has gone or the session is closed.</summary>
        public CancellationToken Ended => ended.Token;

        public void Dispose()
        {
            ended.Dispose();
            session._gate.Release();
            session.Leave();
        }
    }
}
