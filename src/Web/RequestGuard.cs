using System.Net;
using Microsoft.AspNetCore.Http;

namespace LiVOS.Web;

/// <summary>
/// Keeps foreign web pages out. A page of another site can make a browser send requests to this machine, and can even give this machine's
/// address a name of its own (DNS rebinding); so the request's host must be ours, and what a browser says of the request's origin as well.
/// </summary>
/// <param name="options">The server's options.</param>
internal sealed class RequestGuard(WebOptions options)
{
    private readonly HashSet<string> _hosts = new(HostsOf(options), StringComparer.OrdinalIgnoreCase);

    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (!_hosts.Contains(request.Host.Host))
            throw new RequestException(StatusCodes.Status403Forbidden, "This server does not answer to the host that the request names.");
        if (!IsOwnOrigin(request) || !IsOwnSite(request))
            throw new RequestException(StatusCodes.Status403Forbidden, "This server answers no requests of other sites' pages.");
        return next(context);
    }

    /// <summary>Browsers send an origin with all requests but plain GETs; programs send none.</summary>
    private static bool IsOwnOrigin(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;
        int start = origin.IndexOf("://", StringComparison.Ordinal);
        return start > 0 && string.Equals(origin[(start + 3)..], request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A link from elsewhere may open a page of ours in the window, but not in a frame.</summary>
    private static bool IsOwnSite(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site is "" or "same-origin" or "none"
            || (HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");
    }

    private static IEnumerable<string> HostsOf(WebOptions options)
    {
        yield return "localhost";
        yield return "127.0.0.1";
        yield return "[::1]";
        bool isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        if (!isAny) yield return new HostString($"{options.Address}", 1).Host;
        foreach (string name in options.HostNames) yield return name;
    }
}
