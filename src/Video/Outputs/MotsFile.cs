using System.Globalization;
using System.Text;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip's masks as text of the MOTS challenges: <c>frame id class height width rle</c>, frames from 0, id = 1000 class + object.</summary>
/// <param name="path">The file.</param>
/// <param name="clip">The clip.</param>
public sealed class MotsFile(string path, ClipInfo clip) : IFrameOutput
{
    private const int Objects = 1000;

    private PendingFile? _file;

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        Begin();
        var lines = new StringBuilder();
        foreach (ShownObject shown in ShownObject.Of(frame.Mask))
        {
            if (shown.Id >= Objects)
                throw new MediaException($"'{path}' cannot hold the object {shown.Id}: MOTS has ids up to {Objects - 1}; use smaller ones.");
            int category = clip.Categories.NumberOf(shown.Id);
            lines.Append(CultureInfo.InvariantCulture, $"{frame.Number} {category * Objects + shown.Id} {category} ")
                .Append(CultureInfo.InvariantCulture, $"{frame.Mask.Height} {frame.Mask.Width} {MaskRuns.Coco(frame.Mask, shown.Label)}\n");
        }
        _file!.Write(stream => stream.Write(Encoding.ASCII.GetBytes(lines.ToString())));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync()
    {
        Begin();
        _file!.Keep();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Begin()
    {
        if (_file is not null) return;
        OutputFolders.Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = PendingFile.Begin(path);
    }
}
