using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Studio.Pictures;

/// <summary>The clip's frames as files that a browser shows. Those of a folder are there already, if a browser knows their kind; the others are made
/// once, a video's in the background.</summary>
public sealed class FramePictures : IAsyncDisposable
{
    private const int Quality = 90;

    private readonly VideoClip _clip;
    private readonly FrameFolder? _files;
    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private Task _unpacking = Task.CompletedTask;

    /// <summary>Prepares to show a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="folder">Where pictures that are made lie.</param>
    public FramePictures(VideoClip clip, string folder)
    {
        (_clip, _folder) = (clip, folder);
        _files = clip.Frames as FrameFolder;
    }

    /// <summary>Told how many frames of a video have been unpacked.</summary>
    public event Action<int>? Unpacked;

    /// <summary>How many frames can be shown at once.</summary>
    public int Ready { get; private set; }

    /// <summary>Begins to unpack a video.</summary>
    public void Start()
    {
        if (_files is not null) Ready = _files.Count;
        else _unpacking = Task.Run(() => UnpackAsync(_stop.Token));
    }

    /// <summary>A frame's file, and its kind for a browser.</summary>
    /// <param name="frame">The frame's number.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MediaException">The frame cannot be read.</exception>
    public async Task<(string Path, string Kind)> FileAsync(int frame, CancellationToken cancellation)
    {
        if (_files is not null && KindOf(_files.Path(frame)) is string kind) return (_files.Path(frame), kind);
        string path = PathOf(frame);
        if (!File.Exists(path)) Write(path, await _clip.ReadFrameAsync(frame, cancellation));
        return (path, "image/jpeg");
    }

    /// <summary>Reads a frame: a video's from its picture, if that is there, for seeking takes long.</summary>
    /// <param name="frame">The frame's number.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MediaException">It cannot be read.</exception>
    public Task<Picture> ReadAsync(int frame, CancellationToken cancellation) =>
        _files is null && File.Exists(PathOf(frame)) ? Task.Run(() => Picture.Read(PathOf(frame)), cancellation) : _clip.ReadFrameAsync(frame, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _unpacking;
        _stop.Dispose();
    }

    private static string? KindOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        _ => null,
    };

    private static void Write(string path, Picture picture) =>
        AtomicFile.Write(path, stream => stream.Write(Jpeg.Encode(picture, Quality)));

    private string PathOf(int frame) => Path.Combine(_folder, $"{frame:D6}.jpg");

    private async Task UnpackAsync(CancellationToken cancellation)
    {
        while (Ready < _clip.Frames.Count && File.Exists(PathOf(Ready))) Ready++;
        if (Ready == _clip.Frames.Count) return;
        try
        {
            await foreach (Picture picture in _clip.PicturesAsync(Ready, _clip.Frames.Count - 1, cancellation))
            {
                Write(PathOf(Ready), picture);
                Unpacked?.Invoke(++Ready);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or MediaException)
        {
            // It ends, or a frame cannot be read or written: who asks for it is told.
        }
    }
}
