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

    /// <summary>The numbers of the true masks that are scored: all but the first and the last.</summary>
    internal IEnumerable<int> Scored => Enumerable.Range(1, Math.Max(0, Truth.Count - 2));
}

/// <summary>Scores predicted masks on all cores, frame by frame: no more is held than the masks at hand.</summary>
public static class Scorer
{
    /// <summary>Scores clips.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="progress">Called with the number of frames done, by several threads; null where nobody asks.</param>
    /// <param name="threads">How many frames are compared at a time; null for one for each processor.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The clips' scores, in order.</returns>
    /// <exception cref="MediaException">A mask is missing, damaged, or has another size or kind than the true one.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<ClipScore> Score(
        IReadOnlyList<ClipToScore> clips, Action<int>? progress = null, int? threads = null, CancellationToken cancellation = default)
    {
        FrameComparison[][] compared = [.. clips.Select(clip => new FrameComparison[clip.Scored.Count()])];
        var frames = clips.SelectMany((clip, i) => clip.Scored.Select(frame => (Clip: i, Frame: frame)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellation };
        int done = 0;
        try
        {
            Parallel.ForEach(frames, options, at =>
            {
                compared[at.Clip][at.Frame - 1] = Compare(clips[at.Clip], at.Frame);
                progress?.Invoke(Interlocked.Increment(ref done));
            });
        }
        catch (AggregateException errors) when (errors.InnerExceptions[0] is MediaException)
        {
            throw new MediaException(errors.InnerExceptions[0].Message, errors);
        }
        return
        [
            .. clips.Select((clip, i) => new ClipScore(
                clip.Name, compared[i].Length, FrameComparison.ByObject([.. clip.Scored.Select(clip.Truth.Name)], compared[i]))),
        ];
    }

    static FrameComparison Compare(ClipToScore clip, int frame)
    {
        IndexMask truth = clip.Truth.Read(frame);
        int index = clip.Predicted.IndexOf(clip.Truth.Name(frame));
        if (index < 0)
            throw new MediaException($"The clip '{clip.Predicted.Folder}' lacks the mask '{clip.Truth.Name(frame)}.png' "
                + $"that belongs to '{clip.Truth.Path(frame)}'; every frame that has truth needs one.");
        IndexMask predicted = clip.Predicted.Read(index);
        if (predicted.Width != truth.Width || predicted.Height != truth.Height)
            throw new MediaException($"The mask '{clip.Predicted.Path(index)}' is {predicted.Width}x{predicted.Height}, but the true one "
                + $"'{clip.Truth.Path(frame)}' is {truth.Width}x{truth.Height}; scores compare masks of one size.");
        if (predicted.Format == MaskFormat.RgbIds != (truth.Format == MaskFormat.RgbIds))
            throw new MediaException($"The masks '{clip.Predicted.Path(index)}' and '{clip.Truth.Path(frame)}' are of different kinds "
                + $"({predicted.Format} and {truth.Format}), so their ids do not compare; save both in the same kind.");
        return FrameComparison.Of(predicted, truth);
    }
}
