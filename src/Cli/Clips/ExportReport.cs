using LiVOS.Cli.Reports;
using LiVOS.Media.Surveys;
using Spectre.Console;

namespace LiVOS.Cli.Clips;

/// <summary>The result of writing masks in other formats.</summary>
/// <param name="Masks">The masks.</param>
/// <param name="Out">The folder of the results, or the video.</param>
/// <param name="Formats">Their formats.</param>
/// <param name="Frames">How many frames were written.</param>
/// <param name="ObjectIds">The objects that they show.</param>
internal sealed record ExportReport(string Masks, string Out, IReadOnlyList<string> Formats, int Frames, IReadOnlyList<int> ObjectIds)
{
    /// <summary>Shows it to people.</summary>
    public void Show(IAnsiConsole console) => Report.Facts(
        console,
        ("frames", $"{Frames}"),
        ("objects", IdText.Of(ObjectIds)),
        ("formats", string.Join(", ", Formats)),
        ("results", Out));
}
