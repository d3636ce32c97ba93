using LiVOS.Evaluation.Report;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Scores;

/// <summary>The HTML page of scored masks.</summary>
internal sealed class ScorePages
{
    private readonly (ClipToScore Clip, FrameFolder? Frames)[] _clips;

    /// <summary>Finds the frames and masks that the page shows, before scoring begins.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="frames">The folder of the clips' frames, or the only clip's; null to show masks alone.</param>
    /// <exception cref="MediaException">A clip's frames are not there, or cannot be read.</exception>
    public ScorePages(IReadOnlyList<ClipToScore> clips, string? frames) => _clips = [.. clips.Select(clip => (clip, FramesOf(clip.Name, frames)))];

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">The scores, with those of single frames.</param>
    public void Write(string path, ScoreReport report)
    {
        Dictionary<string, ClipScore> scores = report.Scores.Clips.ToDictionary(clip => clip.Name);
        HtmlReport.Write(
            path,
            new ReportPage(
                "Scores",
                [("masks", report.Masks), ("truth", report.Truth), ("scored", $"{report.ScoredFrames} frames")],
                report.Scores,
                [
                    .. from each in _clips
                       where scores.ContainsKey(each.Clip.Name)
                       select new ReportClip(each.Clip.Name, each.Clip.Predicted)
                       {
                           Frames = each.Frames,
                           Truth = each.Clip.Truth,
                           Score = scores[each.Clip.Name],
                       },
                ])
            {
                LeftOut = report.LeftOut,
                Hint = report.Hint,
            });
    }

    /// <summary>A clip's frames; those of a single clip may lie in the folder itself.</summary>
    private static FrameFolder? FramesOf(string clip, string? folder)
    {
        if (folder is null) return null;
        string own = Path.Combine(folder, clip);
        return FrameFolder.Open(Directory.Exists(own) ? own : folder);
    }
}
