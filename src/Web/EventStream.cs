using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiVOS.Web;

/// <summary>An answer of server-sent events, which a page reads with <c>EventSource</c> or <c>fetch</c>. Several threads may send at a time.</summary>
public sealed class EventStream : IDisposable
{
    private readonly HttpResponse _response;
    private readonly CancellationTokenSource _ended;
    private readonly SemaphoreSlim _sending = new(1);

    private EventStream(HttpResponse response, CancellationTokenSource ended) => (_response, _ended) = (response, ended);

    /// <summary>Cancelled when the client has gone or the server ends.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Begins the answer.</summary>
    /// <param name="context">The request.</param>
    public static async Task<EventStream> StartAsync(HttpContext context)
    {
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep events back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(ended.Token);
        return new EventStream(context.Response, ended);
    }

    /// <summary>Sends an event.</summary>
    /// <param name="name">Its name, one word; null for a plain message.</param>
    /// <param name="data">What it says.</param>
    /// <param name="type">How that is written.</param>
    /// <exception cref="OperationCanceledException">The stream has ended.</exception>
    public Task SendAsync<T>(string? name, T data, JsonTypeInfo<T> type)
    {
        var text = new ArrayBufferWriter<byte>(256);
        if (name is not null) text.Write(Encoding.UTF8.GetBytes($"event: {name}\n"));
        text.Write("data: "u8);
        // A line feed would end the data, so the JSON has no lines, however its options are.
        using (var json = new Utf8JsonWriter(text)) JsonSerializer.Serialize(json, data, type);
        text.Write("\n\n"u8);
        return WriteAsync(text.WrittenMemory);
    }

    /// <summary>Sends a comment, so that nobody on the way takes a quiet stream for a dead one.</summary>
    /// <exception cref="OperationCanceledException">The stream has ended.</exception>
    public Task PingAsync() => WriteAsync(":\n\n"u8.ToArray());

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Dispose();
        _sending.Dispose();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> text)
    {
        await _sending.WaitAsync(Ended);
        try
        {
            await _response.Body.WriteAsync(text, Ended);
            await _response.Body.FlushAsync(Ended);
        }
        finally
        {
            _sending.Release();
        }
    }
}
