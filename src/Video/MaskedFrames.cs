using System.Runtime.CompilerServices;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Frames with masks that are made already, for <see cref="IFrameOutput"/>.</summary>
/// <param name="frames">The frames.</param>
/// <param name="masks">The masks.</param>
/// <param name="masked">The frames that are given, in rising order; those that <paramref name="masks"/> has nothing for show no object.</param>
/// <param name="clip">The pictures; null for none.</param>
public sealed class MaskedFrames(IFrameList frames, IMaskSource masks, IReadOnlyList<int> masked, VideoClip? clip)
{
    /// <summary>The most objects in one frame.</summary>
    public const int MostObjects = byte.MaxValue;

    private readonly byte[] _labels = new byte[frames.Width * frames.Height];

    /// <summary>Reads the frames.</summary>
    /// <param name="cancellation">Stops it between two frames.</param>
    /// <returns>The frames; each is valid until the next is asked for.</returns>
    /// <exception cref="MediaException">A mask or a picture cannot be read, or the clip ends before the last mask; all before were given.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async IAsyncEnumerable<SegmentedFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var garbage = new FrameGarbage();
        if (clip is null)
        {
            foreach (int frame in masked)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return await Task.Run(() => FrameOf(frame, null), cancellation);
                garbage.Sweep();
            }
            yield break;
        }
        var spare = new SparePictures();
        int next = 0, number = masked[0];
        await foreach (Picture picture in clip.ReadAsync(number, masked[^1] + 1, spare, cancellation))
        {
            if (number++ == masked[next])
            {
                yield return FrameOf(masked[next++], picture);
                garbage.Sweep();
            }
            spare.Return(picture);
        }
        if (next < masked.Count)
            throw new MediaException($"The clip ends after frame {number - 1}, but there are masks up to frame '{frames.Name(masked[^1])}'; "
                + "give their own clip.");
    }

    private SegmentedFrame FrameOf(int frame, Picture? picture)
    {
        IReadOnlyList<int> ids = [0];
        if (masks.TryRead(frame, out IndexMask? mask)) ids = Label(mask);
        else _labels.AsSpan().Clear();
        var labels = new LabelMask(frames.Width, frames.Height, _labels, ids, masks.Format, masks.Palette);
        return new SegmentedFrame(frame, frames.Name(frame), clip?.TimeOf(frame), labels, picture);
    }

    private int[] Label(IndexMask mask)
    {
        int[] ids = [0, .. mask.ObjectIds];
        if (ids.Length - 1 > MostObjects) throw new MediaException($"A mask shows {ids.Length - 1} objects, more than the {MostObjects} that are written.");
        var labelOf = ids.Index().ToDictionary(each => each.Item, each => (byte)each.Index);
        int last = 0;
        byte label = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            if (mask.Ids[i] != last) (last, label) = (mask.Ids[i], labelOf[mask.Ids[i]]); // ids come in long runs
            _labels[i] = label;
        }
        return ids;
    }
}
