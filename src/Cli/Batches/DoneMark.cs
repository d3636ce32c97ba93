using LiVOS.Cli.Clips;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;

namespace LiVOS.Cli.Batches;

/// <summary>The mark of a clip of a list whose results are whole: <c>OUT.done</c>, beside the results. It appears at once, by renaming.</summary>
/// <param name="Run">What the results were made from.</param>
/// <param name="Results">How they were written.</param>
/// <param name="Frames">How many frames there are.</param>
/// <param name="Objects">How many objects were followed.</param>
/// <param name="Seconds">The time that it took.</param>
/// <param name="Device">What computed.</param>
internal sealed record DoneMark(RunRecord Run, string Results, int Frames, int Objects, double Seconds, string Device)
{
    /// <summary>The mark's file.</summary>
    /// <param name="results">The folder of the results, or the video.</param>
    public static string PathOf(string results) => results + ".done";

    /// <summary>Reads the mark of some results; null where there is none, or a broken one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its permissions forbid it.</exception>
    public static DoneMark? Of(string results) =>
        JsonRecord.Read(PathOf(results), ReportJson.Default.DoneMark) is { Run: not null, Results: not null } mark ? mark : null;

    /// <summary>Deletes the mark of some results that are to be made anew.</summary>
    public static void Delete(string results)
    {
        if (File.Exists(PathOf(results))) File.Delete(PathOf(results));
    }

    /// <summary>Writes the mark.</summary>
    public void Write(string results) => JsonRecord.Write(PathOf(results), this, ReportJson.Default.DoneMark);
}
