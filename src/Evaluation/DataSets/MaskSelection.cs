using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Some of a clip's masks.</summary>
/// <param name="masks">The masks.</param>
/// <param name="selected">The numbers of those that are meant, in order.</param>
internal sealed class MaskSelection(IMaskSequence masks, int[] selected) : IMaskSequence
{
    /// <inheritdoc/>
    public int Count => selected.Length;

    /// <summary>The true masks that results will be compared with: those of frames whose masks are saved. Null where there are too few.</summary>
    public static MaskSelection? Truth(IMaskSequence truth, DataSetClip clip)
    {
        HashSet<string> saved = [.. clip.SavedFrames];
        int[] selected = [.. Enumerable.Range(0, truth.Count).Where(i => saved.Contains(truth.Name(i)))];
        return selected.Length < ClipToScore.LeastTruth ? null : new MaskSelection(truth, selected);
    }

    /// <inheritdoc/>
    public string Name(int index) => masks.Name(selected[index]);

    /// <inheritdoc/>
    public string Path(int index) => masks.Path(selected[index]);

    /// <inheritdoc/>
    public IndexMask Read(int index) => masks.Read(selected[index]);
}
