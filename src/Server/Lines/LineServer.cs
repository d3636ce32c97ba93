using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>Serves one program by its standard streams: a line of JSON for each frame, and a line of JSON in answer, in the same order.</summary>
public sealed class LineServer : IAsyncDisposable
{
    private readonly MaskEngine _engine;
    private readonly FrameSteps _steps;
    private readonly RequestLines _lines;
    private readonly Stream _output;

    /// <summary>Begins.</summary>
    /// <param name="network">The network, which must outlive it.</param>
    /// <param name="options">What the program gets.</param>
    /// <param name="input">Its lines.</param>
    /// <param name="output">Receives answers.</param>
    /// <param name="complain">Receives faults of this program.</param>
    public LineServer(Network network, ServerOptions options, Stream input, Stream output, Action<Exception> complain)
    {
        _engine = new MaskEngine(network, options, complain);
        _steps = new FrameSteps(_engine);
        _lines = new RequestLines(input, FrameSteps.LargestRequest);
        _output = output;
    }

    /// <summary>Answers until the lines end.</summary>
    /// <param name="cancellation">Ends it before.</param>
    /// <exception cref="RequestException">A line is too long, so that no other can be read.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await _lines.NextAsync(cancellation) is ReadOnlyMemory<byte> line)
            if (line.Span.ContainsAnyExcept(" \t\r"u8)) await AnswerAsync(line, cancellation);
    }

    /// <summary>Closes all sessions.</summary>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task AnswerAsync(ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        try
        {
            using RequestRoom.Place room = _engine.Room.Take(2L * line.Length);
            LineRequest request = Read(line.Span);
            if (request.Close)
            {
                await _steps.CloseAsync(request.Session);
                await WriteAsync(new LineClosed(request.Session!), ServerJson.Default.LineClosed, cancellation);
                return;
            }

            await _steps.StepAsync(request, room, (session, mask) => WriteAsync(session, mask, request.Png, cancellation), cancellation);
        }
        catch (RequestException refused)
        {
            await RefuseAsync(refused.Message, cancellation);
        }
        catch (DeviceMemoryException)
        {
            await RefuseAsync("The device has no memory left; close a session, or send smaller frames.", cancellation);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or IOException))
        {
            _engine.Complain(fault);
            await RefuseAsync("livos failed at this frame; its error output says how.", cancellation);
        }
    }

    private static LineRequest Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ServerJson.Default.LineRequest) ?? throw new RequestException("The line is null, not a JSON object.");
        }
        catch (JsonException error)
        {
            throw RequestBody.NotExpected(error);
        }
    }

    private Task WriteAsync(string session, LabelMask mask, bool asPng, CancellationToken cancellation) => asPng
        ? WriteAsync(new LineMask(session, MaskBody.FileOf(mask)), ServerJson.Default.LineMask, cancellation)
        : WriteAsync(StepAnswer.Of(session, mask), ServerJson.Default.StepAnswer, cancellation);

    private Task RefuseAsync(string message, CancellationToken cancellation) =>
        WriteAsync(new EventError(message), ServerJson.Default.EventError, cancellation);

    private async Task WriteAsync<T>(T answer, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(answer, type), (byte)'\n'];
        await _output.WriteAsync(line, cancellation);
        await _output.FlushAsync(cancellation);
    }
}
