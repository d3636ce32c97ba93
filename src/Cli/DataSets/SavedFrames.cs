using LiVOS.Cli.Clips;
using LiVOS.Evaluation.DataSets;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Cli.DataSets;

/// <summary>Writes the masks of a clip that are asked for, and drops the others.</summary>
/// <param name="clip">The clip.</param>
/// <param name="folder">The clip's folder of masks.</param>
internal sealed class SavedFrames(DataSetClip clip, string folder) : IClipOutput
{
    private readonly OutputFolder _output = new(folder, withOverlays: false);

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <summary>How many masks were written.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public void Write(string name, LabelMask mask, Picture? picture)
    {
        if (!(clip.Saved?.Contains(name) ?? true)) return;
        _output.Write(name, mask, picture);
        Count++;
    }
}
