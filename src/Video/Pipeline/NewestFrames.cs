using System.Diagnostics;
using System.Threading.Channels;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A frame, and when it had been read.</summary>
/// <param name="Number">Its number in the clip.</param>
/// <param name="Picture">Its picture.</param>
/// <param name="Read">The time, as <see cref="Stopwatch.GetTimestamp"/> counts.</param>
internal readonly record struct ReadFrame(int Number, Picture Picture, long Read);

/// <summary>The newest frame of a clip that does not wait: what came since the last one was taken is dropped.</summary>
internal sealed class NewestFrames
{
    private readonly Channel<ReadFrame> _newest;
    private readonly SemaphoreSlim _taken = new(0);
    private readonly Func<int, bool> _isKept;

    /// <summary>Prepares to read.</summary>
    /// <param name="isKept">Tells of a frame's number whether it must not be dropped.</param>
    /// <param name="spare">Takes the pictures that are dropped.</param>
    public NewestFrames(Func<int, bool> isKept, SparePictures spare)
    {
        _isKept = isKept;
        var one = new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true };
        _newest = Channel.CreateBounded<ReadFrame>(one, dropped =>
        {
            spare.Return(dropped.Picture);
            Dropped++;
        });
    }

    /// <summary>How many frames were dropped.</summary>
    public int Dropped { get; private set; }

    /// <summary>Reads all frames as fast as they come. An error is handed to who takes them, behind the last frame.</summary>
    /// <param name="pictures">The frames' pictures.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="cancellation">Ends the waiting for a frame that must not be dropped.</param>
    public async Task FillAsync(IAsyncEnumerable<Picture> pictures, int first, CancellationToken cancellation)
    {
        Exception? error = null;
        try
        {
            int number = first;
            bool waits = false;
            await foreach (Picture picture in pictures)
            {
                if (waits) await _taken.WaitAsync(cancellation);
                waits = _isKept(number);
                _newest.Writer.TryWrite(new ReadFrame(number++, picture, Stopwatch.GetTimestamp()));
            }
        }
        catch (Exception e)
        {
            error = e;
        }
        _newest.Writer.Complete(error);
    }

    /// <summary>Takes the newest frame, or waits for the next.</summary>
    /// <returns>The frame; null behind the last.</returns>
    public async ValueTask<ReadFrame?> TakeAsync()
    {
        if (!await _newest.Reader.WaitToReadAsync() || !_newest.Reader.TryRead(out ReadFrame frame)) return null;
        if (_isKept(frame.Number)) _taken.Release();
        return frame;
    }
}
