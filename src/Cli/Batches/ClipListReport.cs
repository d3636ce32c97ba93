using LiVOS.Cli.Clips;
using LiVOS.Cli.Reports;
using Spectre.Console;

namespace LiVOS.Cli.Batches;

/// <summary>A clip of a list whose results are whole.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Out">Its results.</param>
/// <param name="Frames">How many frames there are.</param>
/// <param name="Objects">How many objects were followed.</param>
/// <param name="Seconds">The time that it took.</param>
/// <param name="Device">What computed.</param>
internal sealed record ClipListEntry(string Clip, string Out, int Frames, int Objects, double Seconds, string Device)
{
    /// <summary>The entry of a clip.</summary>
    public static ClipListEntry Of(ClipRun run, DoneMark mark) => new(run.Clip, run.Out, mark.Frames, mark.Objects, mark.Seconds, mark.Device);
}

/// <summary>A clip of a list that broke off.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Fault">Why.</param>
internal sealed record ClipFailure(string Clip, string Fault);

/// <summary>The result of segmenting a list.</summary>
/// <param name="List">The list's file.</param>
/// <param name="Shard">The part that was taken; null for all.</param>
/// <param name="Clips">The clips that are done, those of earlier runs included.</param>
/// <param name="ClipsRun">How many of them ran this time.</param>
/// <param name="Failed">The clips that broke off.</param>
internal sealed record ClipListReport(string List, string? Shard, IReadOnlyList<ClipListEntry> Clips, int ClipsRun, IReadOnlyList<ClipFailure> Failed)
{
    private const int MostShown = 50;

    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console)
    {
        Table table = Report.Table("clip", "frames", "objects", "fps", "results");
        foreach (TableColumn column in table.Columns.Skip(1).Take(3)) column.RightAligned();
        foreach (ClipListEntry clip in Clips.Take(MostShown))
            table.AddRow(Markup.Escape(clip.Clip), $"{clip.Frames}", $"{clip.Objects}", $"{clip.Frames / clip.Seconds:0.0}", Markup.Escape(clip.Out));
        console.Write(table);
        Report.Facts(
            console,
            ("shard", Shard),
            ("clips", $"{ClipsRun} segmented, {Clips.Count - ClipsRun} done before" + (Failed.Count > 0 ? $", {Failed.Count} broke off" : "")
                + (Clips.Count > MostShown ? $"; the first {MostShown} are shown, --json gives all" : "")));
        foreach (ClipFailure failure in Failed) Report.Facts(console, ("broke off", $"{failure.Clip}: {failure.Fault}"));
    }
}
