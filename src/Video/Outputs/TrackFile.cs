using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A file that has all of one object before the next. Masks are kept in a temporary file until the clip's end.</summary>
/// <param name="path">The file.</param>
public abstract class TrackFile(string path) : IFrameOutput
{
    private readonly SortedSet<int> _ids = [];
    private readonly List<int> _frames = [];
    private MaskSpool? _spool;

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        (_spool ??= new MaskSpool()).Add(frame);
        _frames.Add(frame.Number);
        _ids.UnionWith(ShownObject.Of(frame.Mask).Select(shown => shown.Id));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync()
    {
        if (_spool is null) return ValueTask.CompletedTask;
        OutputFolders.Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => Write(stream, _frames, [.. _ids], MasksOf));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _spool?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="frames">The frames' numbers in the clip.</param>
    /// <param name="ids">The objects.</param>
    /// <param name="masksOf">Gives each frame's mask of an object; null where the frame does not show it.</param>
    internal abstract void Write(
        Stream stream, IReadOnlyList<int> frames, IReadOnlyList<int> ids, Func<int, IEnumerable<(int Frame, LabelMask Mask, ShownObject? Shown)>> masksOf);

    private IEnumerable<(int Frame, LabelMask Mask, ShownObject? Shown)> MasksOf(int id)
    {
        foreach (int frame in _frames)
        {
            LabelMask mask = _spool!.Read(frame);
            ShownObject shown = ShownObject.Of(mask).FirstOrDefault(shown => shown.Id == id);
            yield return (frame, mask, shown.Area > 0 ? shown : null);
        }
    }
}
