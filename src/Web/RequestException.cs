using Microsoft.AspNetCore.Http;

namespace LiVOS.Web;

/// <summary>A request that cannot be answered as asked.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">One sentence for the client.</param>
public sealed class RequestException(int status, string message) : Exception(message)
{
    /// <summary>A request that is wrong in itself (400).</summary>
    /// <param name="message">One sentence for the client.</param>
    public RequestException(string message) : this(StatusCodes.Status400BadRequest, message)
    {
    }

    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>When the client may ask again; null where asking again does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
