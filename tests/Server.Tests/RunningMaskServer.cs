using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiVOS.Model;
using LiVOS.Runtime.Cpu;
using LiVOS.Web;

namespace LiVOS.Server.Tests;

/// <summary>A server with the bundled network, really started, without its click head or with one that draws what was said.</summary>
internal sealed class RunningMaskServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly CpuDevice _device;
    private readonly Network _network;
    private readonly MaskServer _server;

    private RunningMaskServer(TemporaryFolder folder, CpuDevice device, Network network, MaskServer server)
    {
        (_folder, _device, _network, _server) = (folder, device, network, server);
        Client = new HttpClient { BaseAddress = server.Address };
    }

    public HttpClient Client { get; }

    public Network Network => _network;

    public SessionStore Sessions => _server.Engine.Sessions;

    public Metrics Metrics => _server.Engine.Metrics;

    /// <summary>Faults of the program. No test expects any.</summary>
    public required List<Exception> Faults { get; init; }

    public static async Task<RunningMaskServer> StartAsync(ServerOptions? options = null, bool withClicks = false, int? size = null)
    {
        var folder = new TemporaryFolder();
        string weights = folder["weights.safetensors"];
        if (withClicks) HeadedWeights.Write(weights);
        else HeadedWeights.WriteWithout(weights);
        var device = new CpuDevice(2);
        var network = Network.Load(weights, device);
        List<Exception> faults = [];
        options = (options ?? new ServerOptions()) with { Size = size, ClickSize = null };
        MaskServer server = await MaskServer.StartAsync(network, options, new WebOptions(), faults.Add);
        return new RunningMaskServer(folder, device, network, server) { Faults = faults };
    }

    /// <summary>Posts JSON and reads the answer, which must be of the status given.</summary>
    public async Task<JsonElement> PostAsync(string path, object body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using HttpResponseMessage answer = await Client.PostAsJsonAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The sentence with which JSON is refused.</summary>
    public async Task<string> RefusalAsync(string path, object body, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        (await PostAsync(path, body, status)).GetProperty("error").GetString()!;

    /// <summary>Posts JSON and reads the data of server-sent events.</summary>
    public async Task<List<JsonElement>> EventsAsync(string path, object body)
    {
        using HttpResponseMessage answer = await Client.PostAsJsonAsync(path, body);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        string text = await answer.Content.ReadAsStringAsync();
        return
        [
            .. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _network.Dispose();
        _device.Dispose();
        _folder.Dispose();
        Assert.Empty(Faults);
    }
}
