using System.Runtime.CompilerServices;
using LiVOS.Media;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>Follows the objects of a clip's masks, one way through the clip.</summary>
/// <param name="engine">What computes.</param>
/// <param name="session">The clip, in whose turn this runs.</param>
internal sealed class Propagation(MaskEngine engine, ClipSession session)
{
    /// <summary>The frame that begins where none is named: the first that has a mask.</summary>
    /// <exception cref="RequestException">No frame has one.</exception>
    public int FirstMasked => session.MaskedFrames.Count > 0 ? session.MaskedFrames.First()
        : throw new RequestException("No frame has a mask yet; add a prompt before.");

    /// <summary>Follows them.</summary>
    /// <param name="backward">Whether to an earlier frame.</param>
    /// <param name="start">The first frame that is wanted. Objects come from the nearest mask before it on the way, or else behind it.</param>
    /// <param name="most">How many frames after it are wanted.</param>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <exception cref="RequestException">Something does not fit.</exception>
    public async IAsyncEnumerable<(int Frame, LabelMask Mask)> RunAsync(
        bool backward, int start, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int first = Begin(backward, start), step = backward ? -1 : 1;
        int last = backward ? (int)Math.Max(0, (long)start - most) : (int)Math.Min((long)session.Clip.Frames.Count - 1, (long)start + most);
        if ((last - first) * step < 0) yield break;
        var spare = new SparePictures();
        IAsyncEnumerable<Picture> pictures = backward ? session.Clip.ReadBackwardAsync(first, last, spare, cancellation)
            : session.Clip.ReadAsync(first, last + 1, spare, cancellation);
        await using var reservation = new Reservation(engine.Sessions, session);
        await using var tracker = new Tracker(engine, session, session.Width, session.Height, session.OwnBytes);
        int frame = first;
        await foreach (Picture picture in Readable(pictures, cancellation))
        {
            LabelMask mask = await tracker.StepAsync(picture, session.MaskOf(frame), waits: true, cancellation);
            spare.Return(picture);
            if ((frame - start) * step >= 0) yield return (frame, mask);
            frame += step;
        }
    }

    private int Begin(bool backward, int start)
    {
        IReadOnlyCollection<int> masked = session.MaskedFrames;
        if (masked.Count == 0) return FirstMasked;
        session.RequireFrame(start);
        return backward ? masked.Where(frame => frame >= start).DefaultIfEmpty(masked.Last()).First()
            : masked.Where(frame => frame <= start).DefaultIfEmpty(masked.First()).Last();
    }

    private static async IAsyncEnumerable<Picture> Readable(IAsyncEnumerable<Picture> pictures, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using IAsyncEnumerator<Picture> all = pictures.GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await all.MoveNextAsync()) yield break;
            }
            catch (MediaException error)
            {
                throw new RequestException(error.Message);
            }

            yield return all.Current;
        }
    }

    /// <summary>What a run sets aside is free behind it.</summary>
    private sealed class Reservation(SessionStore store, ClipSession session) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.Release(session, session.OwnBytes);
            return ValueTask.CompletedTask;
        }
    }
}
