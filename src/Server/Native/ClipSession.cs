using LiVOS.Media;
using LiVOS.Video;
using LiVOS.Web;

namespace LiVOS.Server;

/// <summary>A clip with the masks that a client gave in some of its frames.</summary>
/// <param name="clip">The clip, which the session closes.</param>
/// <param name="clipBytes">The bytes that the clip takes.</param>
internal sealed class ClipSession(VideoClip clip, long clipBytes = 0) : ServerSession
{
    private const int MostMasks = 64;

    private readonly SortedDictionary<int, IndexMask> _masks = [];

    public VideoClip Clip => clip;

    public int Width => clip.Frames.Width;

    public int Height => clip.Frames.Height;

    /// <summary>The frames that have masks, in rising order.</summary>
    public IReadOnlyCollection<int> MaskedFrames => _masks.Keys;

    /// <summary>The bytes of the clip and its masks.</summary>
    public long OwnBytes => clipBytes + (long)_masks.Count * sizeof(int) * Width * Height;

    /// <summary>The mask in a frame; null where none was given.</summary>
    public IndexMask? MaskOf(int frame) => _masks.GetValueOrDefault(frame);

    /// <summary>Sets objects in a frame. Those that are there already stay, where no new one covers them.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="mask">The objects' pixels.</param>
    /// <exception cref="RequestException">There are masks in too many frames.</exception>
    public void Set(int frame, IndexMask mask)
    {
        if (!_masks.TryGetValue(frame, out IndexMask? before))
        {
            if (_masks.Count == MostMasks) throw new RequestException($"A session takes masks in {MostMasks} frames at most; begin another.");
            _masks[frame] = mask;
            return;
        }

        int[] ids = new int[before.Ids.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = mask.Ids[i] != 0 ? mask.Ids[i] : mask.ObjectIds.Contains(before.Ids[i]) ? 0 : before.Ids[i];
        _masks[frame] = new IndexMask(Width, Height, ids);
    }

    /// <summary>Forgets an object in all frames.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Remove(int id)
    {
        int[] frames = [.. _masks.Where(each => each.Value.ObjectIds.Contains(id)).Select(each => each.Key)];
        foreach (int frame in frames)
        {
            var rest = new IndexMask(Width, Height, [.. _masks[frame].Ids.Select(each => each == id ? 0 : each)]);
            if (rest.ObjectIds.Count == 0) _masks.Remove(frame);
            else _masks[frame] = rest;
        }

        return frames.Length > 0;
    }

    /// <summary>Forgets all masks.</summary>
    public void Reset() => _masks.Clear();

    /// <summary>Reads a frame.</summary>
    /// <exception cref="RequestException">There is no such frame, or it cannot be read.</exception>
    public async Task<Picture> ReadAsync(int frame, CancellationToken cancellation)
    {
        RequireFrame(frame);
        try
        {
            return await clip.ReadFrameAsync(frame, cancellation);
        }
        catch (MediaException error)
        {
            throw new RequestException(error.Message);
        }
    }

    /// <summary>Refuses frames that the clip has not.</summary>
    public void RequireFrame(int frame)
    {
        if (frame < 0 || frame >= clip.Frames.Count)
            throw new RequestException($"The clip has no frame {frame}; its frames are 0 to {clip.Frames.Count - 1}.");
    }

    protected override ValueTask FreeAsync() => clip.DisposeAsync();
}
