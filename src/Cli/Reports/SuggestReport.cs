using System.Globalization;
using LiVOS.Evaluation.Report;
using LiVOS.Video;
using Spectre.Console;

namespace LiVOS.Cli.Reports;

/// <summary>Frames whose correction would help most.</summary>
/// <param name="Scores">The file of the scores.</param>
/// <param name="Frames">How many frames it has.</param>
/// <param name="Suggestions">The frames; the one that would help most comes first.</param>
internal sealed record SuggestReport(string Scores, int Frames, IReadOnlyList<Correction> Suggestions)
{
    /// <summary>Why a frame is suggested.</summary>
    public static string ReasonOf(Correction correction)
    {
        string doubtful = correction.Frames == 1 ? "this frame alone is doubtful" : $"{correction.Frames} frames are doubtful from here on";
        string lost = correction.LostFrames > 0 ? $", lost in {correction.LostFrames} of them" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"object {correction.Id} has confidence {correction.Confidence:0.00}; {doubtful}{lost}");
    }

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<ConfidenceRow> RowsOf(ConfidenceTimeline timeline)
    {
        int[] places = [.. Enumerable.Range(0, timeline.Frames.Count)];
        return [.. timeline.Objects.Values.Select(each => new ConfidenceRow(each.Id, [.. places.Select(each.At)], [.. places.Select(each.IsLostAt)]))];
    }

    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console)
    {
        if (Suggestions.Count == 0)
        {
            console.WriteLine("No frame stands out: the network is as sure everywhere as it usually is.");
            return;
        }
        Table table = Report.Table("frame", "object", "confidence", "doubtful frames", "lost frames");
        for (int column = 0; column < 5; column++) table.Columns[column].RightAligned();
        foreach (Correction each in Suggestions)
            table.AddRow(
                $"{each.Frame}", $"{each.Id}", each.Confidence.ToString("0.00", CultureInfo.InvariantCulture), $"{each.Frames}", $"{each.LostFrames}");
        console.Write(table);
    }
}
