using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A PNG of each frame's mask, with the ids and the palette of the given masks: <c>NAME.png</c>.</summary>
/// <param name="folder">The folder; made with the first frame.</param>
public sealed class IndexedFolder(string folder) : IFrameOutput
{
    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        OutputFolders.Create(folder);
        Png.WriteMask(Path.Combine(folder, frame.Name + ".png"), frame.Mask);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
