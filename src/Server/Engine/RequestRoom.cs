using LiVOS.Web;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Server;

/// <summary>Bounds the memory of the requests that are worked on at a time.</summary>
/// <param name="most">The most bytes.</param>
/// <param name="metrics">Counts what is refused.</param>
internal sealed class RequestRoom(long most, Metrics metrics)
{
    private long _taken;

    /// <summary>Sets bytes aside, until what is returned is disposed of.</summary>
    /// <exception cref="RequestException">There are not as many now, or at all.</exception>
    public Place Take(long bytes)
    {
        var place = new Place(this);
        place.Add(bytes);
        return place;
    }

    /// <summary>The bytes of a request.</summary>
    public sealed class Place(RequestRoom room) : IDisposable
    {
        private long _bytes;

        /// <summary>Sets more bytes aside.</summary>
        /// <exception cref="RequestException">There are not as many now, or at all.</exception>
        public void Add(long bytes)
        {
            room.Take(_bytes, bytes);
            _bytes += bytes;
        }

        public void Dispose()
        {
            Interlocked.Add(ref room._taken, -_bytes);
            _bytes = 0;
        }
    }

    private void Take(long before, long bytes)
    {
        if (before + bytes > most)
            throw new RequestException(StatusCodes.Status413PayloadTooLarge, "The request is larger than this server takes; send less at a time.");
        if (Interlocked.Add(ref _taken, bytes) <= most) return;
        Interlocked.Add(ref _taken, -bytes);
        metrics.AddRefusal();
        throw new RequestException(StatusCodes.Status503ServiceUnavailable, "Too many large requests at a time; try again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }
}
