using LiVOS.Cli.Batches;
using LiVOS.Cli.Reports;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Report;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Cli.DataSets;

/// <summary>The HTML page of an evaluation.</summary>
internal static class EvalPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="report">What it came to, with the scores of single frames.</param>
    /// <param name="weights">The weight file.</param>
    public static void Write(string path, IEnumerable<DataSetClip> clips, EvalReport report, string weights)
    {
        Dictionary<string, ClipScore> scores = (report.Scores?.Clips ?? []).ToDictionary(clip => clip.Name);
        using var folder = new EvalFolder(report.Out, Shard.All);
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
                    .. clips.Zip(report.Clips, (clip, record) => new ReportClip(clip.Name, MaskFolder.Open(folder.MasksOf(clip)))
                    {
                        Frames = clip.Frames,
                        Truth = clip.Truth,
                        Score = scores.GetValueOrDefault(clip.Name),
                        FramesPerSecond = record.NetworkFramesPerSecond,
                    }),
                ])
            {
                FramesPerSecond = report.NetworkFramesPerSecond,
                LeftOut = report.LeftOut,
                Hint = report.Hint,
            });
    }
}
