using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>Scores predicted masks on all cores, frame by frame: only the masks in work are in memory.</summary>
public static class Scorer
{
    /// <summary>Scores clips. One with a mask that is missing, damaged, or does not compare with the true one is left out.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="progress">Called with the number of frames done, by several threads; null where nobody asks.</param>
    /// <param name="threads">How many frames are compared at a time; null for one for each processor.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ScoreOutcome Score(
        IReadOnlyList<ClipToScore> clips, Action<int>? progress = null, int? threads = null, CancellationToken cancellation = default)
    {
        FrameComparison[][] compared = [.. clips.Select(clip => new FrameComparison[clip.Scored.Count()])];
        (int Clip, int Frame)[] frames = [.. clips.SelectMany((clip, i) => clip.Scored.Select(frame => (i, frame)))];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellation };
        var problems = new Problems();
        int done = 0;
        ParallelFor.Run(frames.Length, options, i =>
        {
            (int clip, int frame) = frames[i];
            if (!problems.HasAny(clip))
                compared[clip][frame - 1] = problems.Try(() => FrameComparison.Of(clips[clip].Read(frame)), clip)!;
            progress?.Invoke(Interlocked.Increment(ref done));
        });

        int[] scored = [.. Enumerable.Range(0, clips.Count).Where(clip => !problems.HasAny(clip))];
        return new ScoreOutcome(
            [.. scored.Select(clip => ScoreOf(clips[clip], compared[clip]))],
            [.. Enumerable.Range(0, clips.Count).Except(scored).Select(clip => new LeftOutClip(clips[clip].Name, problems.Of(clip)))],
            IdHint.Of([.. scored.Select(clip => compared[clip])]));
    }

    private static ClipScore ScoreOf(ClipToScore clip, FrameComparison[] frames) =>
        new(clip.Name, frames.Length, FrameComparison.ByObject([.. clip.Scored.Select(clip.Truth.Name)], frames));
}
