using LiVOS.Evaluation.DataSets;
using LiVOS.Video;

namespace LiVOS.Cli.DataSets;

/// <summary>Writes the masks of a clip that are asked for, and drops the others.</summary>
/// <param name="clip">The clip.</param>
/// <param name="folder">The clip's folder of masks.</param>
internal sealed class SavedFrames(DataSetClip clip, string folder)
{
    private readonly IndexedFolder _output = new(folder);

    /// <summary>How many masks were written.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next frame's mask.</summary>
    /// <exception cref="Media.MediaException">It cannot be written.</exception>
    public async Task WriteAsync(SegmentedFrame frame)
    {
        if (!(clip.Saved?.Contains(frame.Name) ?? true)) return;
        await _output.WriteAsync(frame);
        Count++;
    }
}
