using System.Runtime.CompilerServices;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip: frames of one size, which are read in order.</summary>
public abstract class VideoClip : IAsyncDisposable
{
    /// <summary>Bytes of frames that are kept to be given backward.</summary>
    private const long BackwardBytes = 64 << 20;

    private const int MostBackward = 64;

    /// <summary>The frames' size, order and names.</summary>
    public abstract IFrameList Frames { get; }

    /// <summary>Whether the clip can be read more than once, and backward.</summary>
    public virtual bool CanRewind => true;

    /// <summary>Whether frames come when they are taken, not when they are asked for, as a camera's do.</summary>
    public virtual bool IsLive => false;

    /// <summary>Faults of the clip that do not keep it from being read: whole sentences. Some are only known when it has been read.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>How many frames are read at a time where they are wanted backward.</summary>
    internal virtual int BackwardFrames => (int)Math.Clamp(BackwardBytes / (3L * Frames.Width * Frames.Height), 1, MostBackward);

    /// <summary>A folder of pictures as a clip.</summary>
    public static VideoClip Of(FrameFolder frames) => new FolderClip(frames);

    /// <summary>Opens a folder of pictures or a video.</summary>
    /// <param name="name">The folder, or what <see cref="VideoFile.OpenAsync(string, FrameSelection?, CancellationToken)"/> opens.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="MediaException">It is neither, or cannot be read.</exception>
    public static async Task<VideoClip> OpenAsync(string name, CancellationToken cancellation = default) =>
        VideoFile.IsVideo(name) ? await VideoFile.OpenAsync(name, cancellation: cancellation) : Of(FrameFolder.Open(name));

    /// <summary>The time of a frame in seconds from the clip's beginning; null where it is not known.</summary>
    /// <param name="index">0 to the number of frames - 1.</param>
    public virtual double? TimeOf(int index) => null;

    /// <summary>The file name of a frame's picture. Those of a video have none: they get one as if it had been unpacked.</summary>
    /// <param name="index">0 to the number of frames - 1.</param>
    public virtual string FileNameOf(int index) => Frames.Name(index) + ".png";

    /// <summary>Reads all frames.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The frames' pictures, each valid until the next is asked for.</returns>
    /// <exception cref="MediaException">A frame cannot be read; all before it were given.</exception>
    public IAsyncEnumerable<Picture> PicturesAsync(CancellationToken cancellation = default) => PicturesAsync(0, int.MaxValue - 1, cancellation);

    /// <summary>Reads some frames in a row, forward or backward.</summary>
    /// <param name="first">The first that is given.</param>
    /// <param name="last">The last: at or behind <paramref name="first"/> for forward, before it for backward.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>As <see cref="PicturesAsync(CancellationToken)"/>.</returns>
    /// <exception cref="MediaException">A frame cannot be read; all before it were given.</exception>
    public async IAsyncEnumerable<Picture> PicturesAsync(int first, int last, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var spare = new SparePictures();
        await foreach (Picture picture in last < first ? ReadBackwardAsync(first, last, spare, cancellation) : ReadAsync(first, last + 1, spare, cancellation))
        {
            yield return picture;
            spare.Return(picture);
        }
    }

    /// <summary>Reads one frame.</summary>
    /// <param name="index">0 to the number of frames - 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MediaException">It cannot be read, or the clip ends before.</exception>
    public async Task<Picture> ReadFrameAsync(int index, CancellationToken cancellation = default)
    {
        await foreach (Picture picture in ReadAsync(index, index + 1, new SparePictures(), cancellation)) return picture;
        throw new MediaException($"The clip has no frame {index} (the first is 0).");
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads frames.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">The one after the last; <see cref="int.MaxValue"/> for all that there are.</param>
    /// <param name="spare">Pictures that are done with, whose memory is used again.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MediaException">A frame cannot be read; all before it were.</exception>
    internal abstract IAsyncEnumerable<Picture> ReadAsync(int first, int end, SparePictures spare, CancellationToken cancellation);

    /// <summary>Reads frames from a later to an earlier one: a few at a time forward, which are then given backward.</summary>
    internal async IAsyncEnumerable<Picture> ReadBackwardAsync(
        int last, int first, SparePictures spare, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var together = new Stack<Picture>(BackwardFrames);
        for (int end = last + 1; end > first; end -= BackwardFrames)
        {
            await foreach (Picture picture in ReadAsync(Math.Max(first, end - BackwardFrames), end, spare, cancellation)) together.Push(picture);
            while (together.TryPop(out Picture? picture)) yield return picture;
        }
    }
}
