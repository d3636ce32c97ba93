using LiVOS.Evaluation.Scores;
using Spectre.Console;

namespace LiVOS.Cli.Scores;

/// <summary>Scores for people: percent with one decimal, as the field writes them.</summary>
static class ScoreTable
{
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
            foreach (ObjectScore each in clip.Objects) table.AddRow(Row("", $"{each.Id}", $"{each.ScoredFrames}", each.J, each.F));
        }
        return table;
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double? share) => share is double value ? $"{100 * value:0.0}" : "-";

    static string[] Row(string clip, string id, string frames, Measure j, Measure f) =>
    [
        clip, id, frames, Percent((j.Mean + f.Mean) / 2), Percent(j.Mean), Percent(f.Mean),
        Percent(j.Recall), Percent(f.Recall), Percent(j.Decay), Percent(f.Decay),
    ];
}
