using System.IO.Pipes;
using System.Text.Json;

namespace LiVOS.Server.Tests;

/// <summary>A program that calls by pipes, as one that has started <c>livos serve --stdio</c>.</summary>
internal sealed class CallingProgram : IAsyncDisposable
{
    private readonly AnonymousPipeServerStream _asking = new(PipeDirection.Out), _answering = new(PipeDirection.Out);
    private readonly StreamWriter _lines;
    private readonly StreamReader _answers;
    private readonly LineServer _server;
    private readonly Task _running;

    public CallingProgram(RunningMaskServer network)
    {
        _lines = new StreamWriter(_asking) { AutoFlush = true };
        _answers = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, _answering.ClientSafePipeHandle));
        var input = new AnonymousPipeClientStream(PipeDirection.In, _asking.ClientSafePipeHandle);
        _server = new LineServer(network.Network, new ServerOptions { Size = null }, input, _answering, network.Faults.Add);
        _running = Task.Run(() => _server.RunAsync(CancellationToken.None));
    }

    /// <summary>Sends a line, text as it is and all else as JSON, and reads the answer.</summary>
    public async Task<JsonElement> AskAsync(object line)
    {
        await _lines.WriteLineAsync(line as string ?? JsonSerializer.Serialize(line));
        return JsonDocument.Parse((await _answers.ReadLineAsync())!).RootElement;
    }

    /// <summary>The sentence with which a line is refused.</summary>
    public async Task<string> RefusalAsync(object line) => (await AskAsync(line)).GetProperty("error").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        await _running;
        await _server.DisposeAsync();
        _answers.Dispose();
    }
}
