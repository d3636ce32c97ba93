using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A PNG of each frame with its mask, in a folder.</summary>
/// <param name="folder">The folder; made with the first frame.</param>
/// <param name="style">How they become one picture.</param>
/// <param name="ground">The colour behind the objects of <see cref="PictureStyle.Greenscreen"/>; null for green.</param>
public sealed class PictureFolder(string folder, PictureStyle style, (byte R, byte G, byte B)? ground = null) : IFrameOutput
{
    private readonly MaskPainter _painter = new(style, ground ?? MaskPainter.Green);

    /// <inheritdoc/>
    public bool WantsPictures => _painter.WantsPictures;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        OutputFolders.Create(folder);
        Png.WriteSamples(Path.Combine(folder, frame.Name + ".png"), frame.Mask.Width, frame.Mask.Height, _painter.Channels, _painter.Paint(frame));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
