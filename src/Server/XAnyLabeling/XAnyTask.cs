using System.Security.Cryptography;
using LiVOS.Runtime;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>A run that goes on while its client asks how far it is. Its results stay until the session ends or another run begins.</summary>
/// <param name="engine">What computes.</param>
/// <param name="clip">The clip.</param>
internal sealed class XAnyTask(MaskEngine engine, XAnyClip clip)
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancelling = new();
    private readonly Dictionary<string, XAnyFrame> _results = [];
    private string _status = "pending";
    private string? _error;
    private int _current;

    /// <summary>Its name.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether it still goes on, or waits for its turn.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock) return _status is "pending" or "processing";
        }
    }

    /// <summary>How far it is; with the results at its end.</summary>
    public XAnyTaskStatus Status
    {
        get
        {
            lock (_lock)
            {
                bool isDone = _status == "completed";
                return new XAnyTaskStatus(
                    _status, isDone ? 1 : (double)_results.Count / clip.Count, _current, clip.Count, isDone ? _results : null, _error);
            }
        }
    }

    /// <summary>Begins it.</summary>
    /// <param name="run">Its way.</param>
    public void Start(XAnyRun run) => _ = RunAsync(run);

    /// <summary>Stops it between two frames, if it has not ended.</summary>
    public void Cancel()
    {
        if (IsOpen) End("cancelled");
        _cancelling.Cancel();
    }

    private async Task RunAsync(XAnyRun run)
    {
        try
        {
            using ServerSession.Turn turn = await clip.Session.EnterAsync(_cancelling.Token);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(turn.Ended, _cancelling.Token);
            lock (_lock) _status = _status == "pending" ? "processing" : _status;
            await foreach ((int number, XAnyFrame frame) in run.FramesAsync(ended.Token))
                lock (_lock) (_results[$"{number}"], _current) = (frame, number);
            End("completed");
        }
        catch (OperationCanceledException)
        {
            End("cancelled");
        }
        catch (RequestException error)
        {
            End("failed", error.Message);
        }
        catch (DeviceMemoryException)
        {
            End("failed", "The device has no memory left; try again later.");
        }
        catch (Exception error)
        {
            engine.Complain(error);
            End("failed", "The server failed at this run; its own output says how.");
        }
    }

    private void End(string status, string? error = null)
    {
        lock (_lock)
            if (_status is "pending" or "processing") (_status, _error) = (status, error);
    }
}
