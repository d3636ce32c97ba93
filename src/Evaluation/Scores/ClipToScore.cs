using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>A clip's true masks and the predicted ones.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Truth">The true masks in the order of the frames. The first and the last are not scored.</param>
/// <param name="Predicted">The predicted masks: at least one of the name of each that is scored.</param>
public sealed record ClipToScore(string Name, IMaskSequence Truth, MaskFolder Predicted)
{
    /// <summary>The least number of true masks of which any is scored.</summary>
    internal const int LeastTruth = 3;

    /// <summary>The id of the true pixels that nothing is known of: they are taken out of both masks. Null where there is no such id.</summary>
    public int? Void { get; init; }

    /// <summary>The files that are read.</summary>
    public IEnumerable<string> InputFiles =>
        Enumerable.Range(0, Truth.Count).Select(Truth.Path).Concat(Enumerable.Range(0, Predicted.Count).Select(Predicted.Path));

    /// <summary>The numbers of the true masks that are scored: all but the first and the last.</summary>
    internal IEnumerable<int> Scored => Enumerable.Range(1, Math.Max(0, Truth.Count - 2));

    /// <summary>Reads the masks of a frame: they can be compared, and pixels that nothing is known of are background in both.</summary>
    /// <exception cref="MediaException">A mask is missing, damaged, no mask, or has another size or kind than the true one.</exception>
    internal (IndexMask Truth, IndexMask Predicted) Read(int frame)
    {
        IndexMask truth = ObjectLimit.Require(Truth.Read(frame), Truth.Path(frame));
        int index = Predicted.IndexOf(Truth.Name(frame));
        if (index < 0)
            throw new MediaException($"The clip '{Predicted.Folder}' lacks the mask '{Truth.Name(frame)}.png' "
                + $"that belongs to '{Truth.Path(frame)}'; every frame that has truth needs one.");
        IndexMask predicted = ObjectLimit.Require(Predicted.Read(index), Predicted.Path(index));
        if (predicted.Width != truth.Width || predicted.Height != truth.Height)
            throw new MediaException($"The mask '{Predicted.Path(index)}' is {predicted.Width}x{predicted.Height}, but the true one "
                + $"'{Truth.Path(frame)}' is {truth.Width}x{truth.Height}; scores compare masks of one size.");
        if (predicted.Format == MaskFormat.RgbIds != (truth.Format == MaskFormat.RgbIds))
            throw new MediaException($"The masks '{Predicted.Path(index)}' and '{Truth.Path(frame)}' are of different kinds "
                + $"({predicted.Format} and {truth.Format}), so their ids do not compare; save both in the same kind.");
        return Void is int id ? (Without(truth, truth, id), Without(predicted, truth, id)) : (truth, predicted);
    }

    /// <summary>A mask without the pixels at which the truth has an id.</summary>
    private static IndexMask Without(IndexMask mask, IndexMask truth, int id)
    {
        int[] ids = [.. mask.Ids];
        for (int i = 0; i < ids.Length; i++)
            if (truth.Ids[i] == id) ids[i] = 0;
        return new IndexMask(mask.Width, mask.Height, ids, mask.Format, mask.Palette);
    }
}
