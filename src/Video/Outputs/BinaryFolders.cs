using System.Globalization;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A PNG of 0 and 255 for each object and frame, in a folder for each object: <c>001/NAME.png</c>, as SAM 2's tools write it.</summary>
/// <param name="folder">The folder of the objects' folders.</param>
public sealed class BinaryFolders(string folder) : IFrameOutput
{
    private byte[] _pixels = [];

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        LabelMask mask = frame.Mask;
        if (_pixels.Length == 0) _pixels = new byte[mask.Labels.Length];
        for (int label = 1; label < mask.Ids.Count; label++)
        {
            for (int i = 0; i < _pixels.Length; i++) _pixels[i] = mask.Labels[i] == label ? byte.MaxValue : (byte)0;
            string ofObject = Path.Combine(folder, mask.Ids[label].ToString("000", CultureInfo.InvariantCulture));
            OutputFolders.Create(ofObject);
            Png.WriteSamples(Path.Combine(ofObject, frame.Name + ".png"), mask.Width, mask.Height, channels: 1, _pixels);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
