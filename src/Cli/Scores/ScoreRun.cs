using LiVOS.Cli.Clips;
using LiVOS.Evaluation.Scores;

namespace LiVOS.Cli.Scores;

/// <summary>Scores clips and shows the progress.</summary>
internal static class ScoreRun
{
    /// <summary>Scores clips.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="threads">How many frames are compared at a time; null for one for each processor.</param>
    /// <param name="error">Receives the progress.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task<ScoreOutcome> ScoreAsync(
        IReadOnlyList<ClipToScore> clips, int? threads, TextWriter error, CancellationToken cancellation)
    {
        ScoreOutcome outcome = new([], [], null);
        int frames = clips.Sum(clip => Math.Max(0, clip.Truth.Count - 2));
        await FrameProgress.ShowAsync(
            error, "scoring", frames,
            progress => Task.Run(() => outcome = Scorer.Score(clips, progress, threads, cancellation), cancellation), cancellation);
        return outcome;
    }
}
