using LiVOS.Cli.Reports;
using LiVOS.Cli.Scores;
using LiVOS.Evaluation.Scores;
using Spectre.Console;

namespace LiVOS.Cli.DataSets;

/// <summary>The result of an evaluation.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="Root">Its folder.</param>
/// <param name="Out">The folder of the results.</param>
/// <param name="Size">The shorter side of frames as the network sees them; null for their own size.</param>
/// <param name="Clips">The clips, those that were complete before with their figures from then.</param>
/// <param name="ClipsRun">How many of them ran this time.</param>
/// <param name="FramesPerSecond">Of those, frames per second from the first read to the last written, loading included; null where none ran.</param>
/// <param name="PeakMemoryBytes">The most memory that the program held this time.</param>
/// <param name="Submission">The file for the server; null where the data set has none.</param>
/// <param name="Scores">The scores, from 0 to 1, of the clips that have ground truth; null if none has.</param>
/// <param name="LeftOut">The clips that have ground truth but cannot be compared with it.</param>
/// <param name="Hint">What is likely wrong with all of the scores; null where nothing is.</param>
internal sealed record EvalReport(
    string DataSet, string Root, string Out, int? Size, IReadOnlyList<ClipRecord> Clips, int ClipsRun, double? FramesPerSecond,
    long PeakMemoryBytes, string? Submission, SetScore? Scores, IReadOnlyList<LeftOutClip> LeftOut, string? Hint)
{
    /// <summary>How many masks were there that the rules keep from the network: later ones of objects that had theirs.</summary>
    public int WithheldMasks { get; init; }

    /// <summary>The part of the data set's clips that was taken, such as <c>1/4</c>; null for all.</summary>
    public string? Shard { get; init; }

    /// <summary>Frames that the network saw.</summary>
    public int Frames => Clips.Sum(clip => clip.Frames);

    /// <summary>Frames per second of the network alone, as the published code measures it: all frames by the sum of their times.</summary>
    public double NetworkFramesPerSecond => Clips.Count == 0 ? 0 : Frames / Clips.Sum(clip => clip.NetworkSeconds);

    /// <summary>The device; perhaps several, if clips were complete before.</summary>
    public string Device => string.Join(", ", Clips.Select(clip => clip.Device).Distinct());

    /// <summary>The most memory on the device that the network and a clip's session held.</summary>
    public long DeviceBytes => Clips.Select(clip => clip.DeviceBytes).DefaultIfEmpty().Max();

    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console)
    {
        Table table = Report.Table("clip", "frames", "objects", "size", "fps", "network fps", "J&F", "J", "F");
        foreach (TableColumn column in table.Columns.Skip(1)) column.RightAligned();
        Dictionary<string, ClipScore> scores = (Scores?.Clips ?? []).ToDictionary(clip => clip.Name);
        table.AddRow(
            "[bold]all[/]", $"{Frames}", $"{Clips.Sum(clip => clip.Objects)}", "",
            FramesPerSecond is double speed ? Fps(speed) : "-", Fps(NetworkFramesPerSecond),
            ScoreTable.Percent(Scores?.JAndF), ScoreTable.Percent(Scores?.J.Mean), ScoreTable.Percent(Scores?.F.Mean));
        foreach (ClipRecord clip in Clips)
        {
            ClipScore? score = scores.GetValueOrDefault(clip.Name);
            table.AddRow(
                Markup.Escape(clip.Name), $"{clip.Frames}", $"{clip.Objects}", $"{clip.Width}x{clip.Height}",
                Fps(clip.FramesPerSecond), Fps(clip.NetworkFramesPerSecond),
                ScoreTable.Percent(score?.JAndF), ScoreTable.Percent(score?.J?.Mean), ScoreTable.Percent(score?.F?.Mean));
        }
        console.Write(table);
        Report.Facts(
            console,
            ("shard", Shard),
            ("clips", $"{ClipsRun} segmented, {Clips.Count - ClipsRun} complete before"),
            ("scores", Scores is null ? "none: there is no ground truth"
                : $"{Scores.Clips.Sum(clip => clip.ScoredFrames)} frames of {Scores.Clips.Count} clips, in percent"),
            ("memory", $"{Report.Size(DeviceBytes)} on the device, {Report.Size(PeakMemoryBytes)} at most in all"),
            ("computed by", Device),
            ("masks", Path.Combine(Out, "Annotations")),
            ("submission", Submission ?? "none"));
        if (WithheldMasks > 0)
            Report.Facts(console, ("given", $"each object's first mask only; {WithheldMasks} more masks were there and were not given to the network"));
        ScoreTable.ShowNotes(console, null, LeftOut, Hint);
    }

    private static string Fps(double speed) => $"{speed:0.0}";
}
