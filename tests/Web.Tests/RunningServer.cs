using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiVOS.Web.Tests;

/// <summary>A server that was really started, with an endpoint for each thing to be tried.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _run;

    private RunningServer(WebServer server)
    {
        _server = server;
        _run = server.RunAsync(_end.Token);
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
    }

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    /// <summary>The faults that the server complained of.</summary>
    public List<Exception> Faults { get; } = [];

    /// <summary>Completed when a stream of events has ended.</summary>
    public TaskCompletionSource StreamEnded { get; } = new();

    public static async Task<RunningServer> StartAsync(WebOptions? options = null)
    {
        RunningServer? running = null;
        WebServer server = await WebServer.StartAsync(options ?? new WebOptions(), routes => Map(routes, () => running!), fault => running!.Faults.Add(fault));
        return running = new RunningServer(server);
    }

    /// <summary>Sends a request as it is written, and reads the answer to its end.</summary>
    public async Task<string> SendRawAsync(params string[] lines)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host.Trim('[', ']'), Address.Port);
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [.. lines, "Connection: close", "", ""])));
        return await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync();
    }

    /// <summary>Ends the server as Ctrl-C does.</summary>
    public Task EndAsync()
    {
        _end.Cancel();
        return _run;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _server.DisposeAsync();
        Client.Dispose();
        _end.Dispose();
    }

    private static void Map(IEndpointRouteBuilder routes, Func<RunningServer> running)
    {
        routes.MapGet("/page", context => context.Response.WriteAsync("page"));
        routes.MapPost("/echo", async context => await context.Response.Body.WriteAsync(await RequestBody.ReadAsync(context)));
        routes.MapPost("/small", async context =>
        {
            RequestBody.Limit(context, 10);
            await RequestBody.ReadAsync(context);
        });
        routes.MapPost("/json", async context =>
            await JsonAnswer.WriteAsync(context, await RequestBody.ReadJsonAsync(context, TestJson.Default.Thing), TestJson.Default.Thing));
        routes.MapGet("/open", context => context.Response.WriteAsync("open")).WithMetadata(new OpenToAll());
        routes.MapGet("/fault", Task (HttpContext _) => throw new InvalidOperationException("a secret"));
        routes.MapGet("/full", Task (HttpContext _) => throw new RequestException(503, "It is full.") { RetryAfter = TimeSpan.FromSeconds(2.5) });
        routes.MapGet("/half", async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("afterwards");
        });
        routes.MapGet("/events", async context =>
        {
            using EventStream events = await EventStream.StartAsync(context);
            await events.SendAsync(null, new Thing("plain\nlines", 1), TestJson.Default.Thing);
            await events.SendAsync("named", new Thing("b", 2), TestJson.Default.Thing);
            await events.PingAsync();
        });
        routes.MapGet("/endless", async context =>
        {
            using EventStream events = await EventStream.StartAsync(context);
            try
            {
                while (true) await events.SendAsync(null, new Thing("a", 1), TestJson.Default.Thing);
            }
            catch (OperationCanceledException)
            {
                running().StreamEnded.SetResult();
            }
        });
    }
}
