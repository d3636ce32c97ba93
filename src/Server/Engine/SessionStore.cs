using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>The sessions that are open, and the bytes that are set aside for them.</summary>
/// <param name="most">The most sessions.</param>
/// <param name="mostBytes">The most bytes.</param>
/// <param name="idle">How long a session may be unused.</param>
/// <param name="metrics">Counts what is refused and closed.</param>
internal sealed class SessionStore(int most, long mostBytes, TimeSpan idle, Metrics metrics) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServerSession> _sessions = [];
    private long _bytes, _clickBytes;

    public int Count
    {
        get
        {
            lock (_lock) return _sessions.Count;
        }
    }

    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>The bytes of pictures that are kept for clicks, beside <see cref="Bytes"/>.</summary>
    public long ClickBytes
    {
        get
        {
            lock (_lock) return _clickBytes;
        }
    }

    public int Most => most;

    public long MostBytes => mostBytes;

    /// <summary>Opens a session.</summary>
    /// <exception cref="RequestException">There is no room for it.</exception>
    public void Add(ServerSession session)
    {
        lock (_lock)
        {
            if (_sessions.Count >= most) throw Full($"All {most} sessions are in use; close one, or try again later.");
            _sessions.Add(session.Id, session);
        }
    }

    /// <summary>Sets bytes aside for a session, instead of those before.</summary>
    /// <exception cref="RequestException">There are not as many.</exception>
    public void Reserve(ServerSession session, long bytes)
    {
        lock (_lock)
        {
            if (!_sessions.ContainsKey(session.Id)) throw ServerSession.NotThere();
            Require(bytes, mostBytes - _bytes - _clickBytes + session.Bytes);
            _bytes += bytes - session.Bytes;
            session.Bytes = bytes;
        }
    }

    /// <summary>Gives back bytes that a session does not need any more.</summary>
    public void Release(ServerSession session, long rest)
    {
        lock (_lock)
        {
            _bytes -= session.Bytes - rest;
            session.Bytes = rest;
        }
    }

    /// <summary>Whether so many bytes are left.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="session">A session that gives back those that it has; null for none.</param>
    public bool Fits(long bytes, ServerSession? session = null)
    {
        lock (_lock) return bytes <= mostBytes - _bytes - _clickBytes + (session?.Bytes ?? 0);
    }

    /// <summary>Sets bytes aside for a picture in which somebody clicks.</summary>
    /// <exception cref="RequestException">There are not as many.</exception>
    public void TakeForClicks(long bytes)
    {
        lock (_lock)
        {
            Require(bytes, mostBytes - _bytes - _clickBytes);
            _clickBytes += bytes;
        }
    }

    /// <summary>Gives them back.</summary>
    public void GiveFromClicks(long bytes)
    {
        lock (_lock) _clickBytes -= bytes;
    }

    /// <summary>A session that is open.</summary>
    /// <exception cref="RequestException">There is none of that name and kind.</exception>
    public T Get<T>(string? id) where T : ServerSession
    {
        lock (_lock) return id is not null && _sessions.GetValueOrDefault(id) is T session ? session : throw ServerSession.NotThere();
    }

    /// <summary>Closes a session.</summary>
    /// <returns>Whether it was open.</returns>
    public async Task<bool> CloseAsync(string? id)
    {
        ServerSession? session;
        lock (_lock)
        {
            if (id is null || !_sessions.Remove(id, out session)) return false;
        }

        await session.DisposeAsync();
        lock (_lock) _bytes -= session.Bytes; // not before: its memory is in use until then
        return true;
    }

    /// <summary>Closes the sessions that were not used for too long.</summary>
    public async Task CloseIdleAsync()
    {
        string[] unused;
        lock (_lock) unused = [.. _sessions.Values.Where(session => session.Unused > idle).Select(session => session.Id)];
        foreach (string id in unused)
            if (await CloseAsync(id)) metrics.AddIdleSession();
    }

    /// <summary>Closes all.</summary>
    public async ValueTask DisposeAsync()
    {
        string[] ids;
        lock (_lock) ids = [.. _sessions.Keys];
        foreach (string id in ids) await CloseAsync(id);
    }

    private static long Megabytes(long bytes) => (bytes + 999_999) / 1_000_000;

    private void Require(long bytes, long left)
    {
        if (bytes > mostBytes)
            throw new RequestException(
                StatusCodes.Status413PayloadTooLarge,
                $"This takes {Megabytes(bytes)} MB of memory, more than the {Megabytes(mostBytes)} MB that this server has for all sessions; "
                + "send smaller frames or fewer objects.");
        if (bytes > left)
            throw Full($"This takes {Megabytes(bytes)} MB of memory, but other sessions leave {Megabytes(left)} MB; try again later.");
    }

    private RequestException Full(string message)
    {
        metrics.AddRefusal();
        return new RequestException(StatusCodes.Status503ServiceUnavailable, message) { RetryAfter = TimeSpan.FromSeconds(30) };
    }
}
