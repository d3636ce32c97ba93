using LiVOS.Cli.Reports;
using LiVOS.Evaluation.Scores;
using Spectre.Console;

namespace LiVOS.Cli.Scores;

/// <summary>The result of scoring.</summary>
/// <param name="Truth">The folder of the true masks.</param>
/// <param name="Masks">The folder of the predicted ones.</param>
/// <param name="ScoredFrames">The number of frames that were scored.</param>
/// <param name="Seconds">The time that it took.</param>
/// <param name="Scores">The scores, from 0 to 1.</param>
/// <param name="LeftOut">The clips that could not be scored.</param>
/// <param name="Hint">A likely mistake that affects all scores; null if there is none.</param>
internal sealed record ScoreReport(
    string Truth, string Masks, int ScoredFrames, double Seconds, SetScore Scores, IReadOnlyList<LeftOutClip> LeftOut, string? Hint)
{
    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console)
    {
        console.Write(ScoreTable.Of(Scores));
        Report.Facts(console, ("scored", $"{ScoredFrames} frames in {Seconds:0.0} s; figures in percent"));
        ScoreTable.ShowNotes(console, Scores, LeftOut, Hint);
    }
}
