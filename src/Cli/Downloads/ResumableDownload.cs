using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Downloads;

/// <summary>Receives a file by HTTP. A connection that breaks is made again and goes on where it broke.</summary>
/// <param name="address">The file's address: https, or http to this machine itself.</param>
internal sealed class ResumableDownload(Uri address) : IDisposable
{
    /// <summary>How often in turn a connection may break without any progress.</summary>
    private const int MostFailures = 5;

    private const int MostRedirections = 5, Buffer = 1 << 16;

    /// <summary>Far more than any of the published files.</summary>
    private const long MostBytes = 4L << 30;

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxAutomaticRedirections = MostRedirections }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>How long nothing may come before a connection counts as broken.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait after the first failure; after later ones longer.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Refuses addresses whose answers others could change on their way.</summary>
    /// <exception cref="InputException">It is such an address, or none.</exception>
    public static void Require(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            throw new InputException($"'{address}' is no https address, so others could change what comes from there; give one that begins with https://.");
    }

    /// <summary>Receives the file.</summary>
    /// <param name="part">Takes it.</param>
    /// <param name="progress">Called with the bytes that are there, and all bytes; null where that is not known.</param>
    /// <param name="cancellation">Stops it; what is there stays.</param>
    /// <exception cref="InputException">The server has no such file, or the connection broke too often.</exception>
    public async Task RunAsync(PartialFile part, Action<long, long?> progress, CancellationToken cancellation)
    {
        Require(address);
        long furthest = part.Length;
        for (int failures = 0; ;)
        {
            string why;
            try
            {
                if (await ReceiveAsync(part, progress, cancellation)) return;
                why = "what was there before is of no use any more";
            }
            catch (Exception error) when (
                !cancellation.IsCancellationRequested && error is HttpRequestException or HttpIOException or OperationCanceledException)
            {
                why = error is OperationCanceledException ? $"nothing came for {Idle.TotalSeconds:0} s" : error.Message.TrimEnd('.');
            }
            failures = part.Length > furthest ? 0 : failures + 1;
            furthest = Math.Max(furthest, part.Length);
            if (failures > MostFailures)
                throw new InputException($"The connection to {address.Host} broke too often ({why}); the same command goes on where it broke, "
                    + "or take the file from elsewhere with --mirror.");
            await Task.Delay(Pause * failures, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Receives what is missing; gives whether the file is whole now.</summary>
    private async Task<bool> ReceiveAsync(PartialFile part, Action<long, long?> progress, CancellationToken cancellation)
    {
        if (part.Length > 0 && part.Length == part.Record.Length) return true;
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        idle.CancelAfter(Idle);
        using HttpRequestMessage request = RequestFor(part);
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, idle.Token);
        if (!Begin(part, response)) return false;
        await using Stream body = await response.Content.ReadAsStreamAsync(idle.Token);
        var buffer = new byte[Buffer];
        while (true)
        {
            idle.CancelAfter(Idle);
            int count = await body.ReadAsync(buffer, idle.Token);
            if (count == 0) break;
            if (part.Length + count > MostBytes)
                throw new InputException($"{address.Host} sends more than {MostBytes} bytes, which is no file of weights; "
                    + "take it from elsewhere with --mirror.");
            await part.AddAsync(buffer.AsMemory(0, count), cancellation);
            progress(part.Length, part.Record.Length);
        }
        if (part.Record.Length is long whole && part.Length != whole) throw new HttpIOException(HttpRequestError.ResponseEnded, "it ended early");
        return true;
    }

    private HttpRequestMessage RequestFor(PartialFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("livos", null));
        if (part.Length == 0) return request;
        request.Headers.Range = new RangeHeaderValue(part.Length, null);
        if (part.Record.Tag is string tag) request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(tag));
        return request;
    }

    /// <summary>Looks at the head of an answer; gives whether what follows belongs behind the part that is there.</summary>
    private bool Begin(PartialFile part, HttpResponseMessage response)
    {
        string? tag = response.Headers.ETag is { IsWeak: false, Tag: string strong } ? strong : null;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: long from } range
                && from == part.Length && (part.Record.Length is null || range.Length == part.Record.Length):
                part.Remember(tag ?? part.Record.Tag, range.Length);
                return true;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart();
                part.Remember(null, null);
                return false;
            case HttpStatusCode.OK when response.Content.Headers.ContentType?.MediaType == "text/html":
                throw new InputException($"{address.Host} answers with a web page instead of a file; download it with a browser from {address}, "
                    + "then give it to 'livos convert'.");
            case HttpStatusCode.OK:
                part.Restart();
                part.Remember(tag, response.Content.Headers.ContentLength);
                return true;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new HttpRequestException(Status(response));
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                throw new InputException($"{address.Host} leads on too often, or to an address without https ({Status(response)}); "
                    + "take the file from elsewhere with --mirror.");
            default:
                throw new InputException($"{address.Host} answers {Status(response)} to '{address}'; take the file from elsewhere with --mirror.");
        }
    }

    private static string Status(HttpResponseMessage response) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();
}
