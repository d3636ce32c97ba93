using LiVOS.Cli.DataSets;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Report;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.Scores;

/// <summary>The HTML pages that commands write.</summary>
static class ReportPages
{
    /// <summary>Writes the page of scored masks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="masks">Where the predicted masks are.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="scores">Their scores, with those of single frames.</param>
    /// <param name="frames">The folder of the clips' frames, or the only clip's; null to show masks alone.</param>
    /// <param name="truth">Where the true masks are.</param>
    public static void Write(
        string path, string masks, IReadOnlyList<ClipToScore> clips, SetScore scores, string? frames, string truth) => HtmlReport.Write(
        path,
        new ReportPage(
            "Scores",
            [("masks", masks), ("truth", truth), ("scored", $"{scores.Clips.Sum(clip => clip.ScoredFrames)} frames")],
            scores,
            [
                .. clips.Zip(scores.Clips, (clip, score) => new ReportClip(clip.Name, clip.Predicted)
                {
                    Frames = FramesOf(clip.Name, frames),
                    Truth = clip.Truth,
                    Score = score,
                }),
            ]));

    /// <summary>Writes the page of an evaluation.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dataSet">The data set.</param>
    /// <param name="report">What it came to, with the scores of single frames.</param>
    /// <param name="weights">The weight file.</param>
    public static void Write(string path, DataSet dataSet, EvalReport report, string weights)
    {
        Dictionary<string, ClipScore> scores = (report.Scores?.Clips ?? []).ToDictionary(clip => clip.Name);
        var folder = new EvalFolder(report.Out);
        HtmlReport.Write(
            path,
            new ReportPage(
                $"LiVOS on {report.DataSet}",
                [
                    ("weights", Path.GetFileName(weights)),
                    ("size", report.Size is int size ? $"shorter side {size}" : "the frames' own"),
                    ("computed by", report.Device),
                    ("speed", $"{Report.Speed(report.NetworkFramesPerSecond)} the network alone"
                        + (report.FramesPerSecond is double all ? $", {Report.Speed(all)} with reading and writing" : "")),
                    ("memory", $"{Report.Size(report.DeviceBytes)} on the device, {Report.Size(report.PeakMemoryBytes)} at most in all"),
                    ("frames", $"{report.Frames} in {report.Clips.Count} clips"),
                ],
                report.Scores,
                [
                    .. dataSet.Clips.Zip(report.Clips, (clip, record) => new ReportClip(clip.Name, MaskFolder.Open(folder.MasksOf(clip)))
                    {
                        Frames = clip.Frames,
                        Truth = clip.Truth,
                        Score = scores.GetValueOrDefault(clip.Name),
                        FramesPerSecond = record.NetworkFramesPerSecond,
                    }),
                ])
            {
                FramesPerSecond = report.NetworkFramesPerSecond,
            });
    }

    /// <summary>A clip's frames; those of a single clip may lie in the folder itself.</summary>
    static FrameFolder? FramesOf(string clip, string? folder)
    {
        if (folder is null) return null;
        string own = Path.Combine(folder, clip);
        return FrameFolder.Open(Directory.Exists(own) ? own : folder);
    }
}
