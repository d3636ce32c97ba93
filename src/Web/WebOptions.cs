using System.Net;

namespace LiVOS.Web;

/// <summary>Where a server listens, and whom it answers.</summary>
public sealed record WebOptions
{
    /// <summary>The address that it listens on: this machine alone by default. Any other needs a <see cref="Token"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for one that is free.</summary>
    public int Port { get; init; }

    /// <summary>Names of this server beside localhost and <see cref="Address"/>, as its clients write them: requests to any other host are refused.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The token that clients must have; null to answer everyone on this machine.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The largest body of a request in bytes, where an endpoint does not set its own (<see cref="RequestBody.Limit"/>).</summary>
    public long LargestBody { get; init; } = 16 << 20;

    /// <summary>The most connections at a time.</summary>
    public int MostConnections { get; init; } = 1024;

    /// <summary>The Content-Security-Policy of every answer: what a page of ours may load and do.</summary>
    public string ContentSecurityPolicy { get; init; } = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Whether only programs of this machine can connect.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address);
}
