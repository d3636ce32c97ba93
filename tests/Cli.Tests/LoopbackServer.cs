using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiVOS.Cli.Tests;

/// <summary>An HTTP server on this machine that serves one file, and can do badly.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public LoopbackServer(byte[] file)
    {
        File = file;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The file.</summary>
    public byte[] File { get; set; }

    /// <summary>The file's mark; null for none.</summary>
    public string? Tag { get; set; } = "\"one\"";

    /// <summary>After how many bytes of a body a connection breaks; null for never.</summary>
    public int? BreaksAfter { get; set; }

    /// <summary>Whether parts can be asked for.</summary>
    public bool HasRanges { get; set; } = true;

    /// <summary>Answers instead of the file, by paths: all that comes before the body, and the body.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>How many requests are answered by 503 first.</summary>
    public int Busy { get; set; }

    /// <summary>What was asked: path and range.</summary>
    public ConcurrentQueue<(string Path, long From)> Requests { get; } = [];

    /// <summary>The server's address.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
                client.LingerState = new LingerOption(true, 1);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // it was stopped
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        string[] head = await HeadAsync(stream);
        string path = head[0].Split(' ')[1];
        string? range = Header(head, "Range"), condition = Header(head, "If-Range");
        long from = range is null ? 0 : long.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        Requests.Enqueue((path, from));
        if (Busy-- > 0) await WriteAsync(stream, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        else if (Answers.TryGetValue(path, out string? answer)) await WriteAsync(stream, answer);
        else await SendAsync(stream, HasRanges && range is not null && (condition is null || condition == Tag) ? from : 0);
    }

    private async Task SendAsync(NetworkStream stream, long from)
    {
        string tag = Tag is null ? "" : $"ETag: {Tag}\r\n";
        string status = from > 0 ? $"206 Part\r\nContent-Range: bytes {from}-{File.Length - 1}/{File.Length}"
            : "200 OK\r\nContent-Type: application/octet-stream";
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\n{tag}Content-Length: {File.Length - from}\r\nConnection: close\r\n\r\n");
        int count = Math.Min(BreaksAfter ?? int.MaxValue, File.Length - (int)from);
        await stream.WriteAsync(File.AsMemory((int)from, count));
    }

    private static async Task<string[]> HeadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1) text.Append((char)one[0]);
        return text.ToString().Split("\r\n");
    }

    private static string? Header(string[] head, string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private static async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
}
