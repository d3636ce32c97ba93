using LiVOS.Cli.Reports;
using LiVOS.Evaluation.Scores;
using Spectre.Console;

namespace LiVOS.Cli.Scores;

/// <summary>Scores for people: percent with one decimal, as the field writes them.</summary>
internal static class ScoreTable
{
    /// <summary>The rows of a clip: of more objects only the first are shown.</summary>
    private const int MostObjects = 20;

    /// <summary>A row for the set, for each clip, and for each object of clips that have several.</summary>
    public static Table Of(SetScore set)
    {
        Table table = Report.Table("clip", "object", "frames", "J&F", "J", "F", "J recall", "F recall", "J decay", "F decay");
        foreach (TableColumn column in table.Columns.Skip(1)) column.RightAligned();
        table.AddRow(Row("[bold]all[/]", $"{set.Objects}", $"{set.Clips.Sum(clip => clip.ScoredFrames)}", set.J, set.F));
        foreach (ClipScore clip in set.Clips)
        {
            string name = Markup.Escape(clip.Name);
            if (clip is not { J: Measure j, F: Measure f })
            {
                table.AddRow(name, "none", $"{clip.ScoredFrames}");
                continue;
            }
            bool single = clip.Objects.Count == 1;
            table.AddRow(Row(name, single ? $"{clip.Objects[0].Id}" : "all", $"{clip.ScoredFrames}", j, f));
            if (single) continue;
            foreach (ObjectScore each in clip.Objects.Take(MostObjects)) table.AddRow(Row("", $"{each.Id}", $"{each.ScoredFrames}", each.J, each.F));
            if (clip.Objects.Count > MostObjects) table.AddRow("", $"{clip.Objects.Count - MostObjects} more");
        }
        return table;
    }

    /// <summary>Writes notes below a table: rows that are not shown, clips that were left out, and likely mistakes.</summary>
    public static void ShowNotes(IAnsiConsole console, SetScore? scores, IReadOnlyList<LeftOutClip> leftOut, string? hint)
    {
        List<(string, string)> notes = [];
        if (scores?.Clips.Any(clip => clip.Objects.Count > MostObjects) ?? false)
            notes.Add(("objects", $"of each clip the first {MostObjects} are shown; --json and --csv give all"));
        if (hint is not null) notes.Add(("hint", hint));
        foreach (LeftOutClip clip in leftOut)
            foreach (string problem in clip.Problems) notes.Add(("left out", $"{clip.Name}: {problem}"));
        if (notes.Count > 0) Report.Facts(console, [.. notes]);
    }

    /// <summary>A sentence on clips that were left out.</summary>
    public static string Summary(int leftOut, int scored) =>
        $"{leftOut} of {leftOut + scored} clips cannot be scored and {(leftOut == 1 ? "is" : "are")} left out; the result says why.";

    /// <summary>A share in percent.</summary>
    public static string Percent(double? share) => share is double value ? $"{100 * value:0.0}" : "-";

    private static string[] Row(string clip, string id, string frames, Measure j, Measure f) =>
    [
        clip, id, frames, Percent((j.Mean + f.Mean) / 2), Percent(j.Mean), Percent(f.Mean),
        Percent(j.Recall), Percent(f.Recall), Percent(j.Decay), Percent(f.Decay),
    ];
}
