using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Evaluation.Report;
using LiVOS.Video;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos suggest</c>: the frames whose correction would help most.</summary>
internal static class SuggestCommand
{
    private const int Usual = 5;

    public static Command Create()
    {
        var scores = new Argument<string>("SCORES") { Description = "The file that segment --scores wrote." };
        Option<int> count = Options.AtLeast(1, new Option<int>("--count")
        {
            HelpName = "N",
            Description = "How many frames are named at most.",
            DefaultValueFactory = _ => Usual,
        });
        Option<string?> page = Options.HtmlReport("a grid of objects by time that shows where confidence falls");
        Option<bool> json = Options.Json();
        var command = new Command("suggest", "Name the frames of a run whose correction would help most.") { scores, count, page, json };
        command.SetAction(parse =>
        {
            string path = parse.GetRequiredValue(scores);
            OutputFile.Require(parse.GetValue(page), path);
            ConfidenceTimeline timeline = ConfidenceTimeline.Read(path);
            var report = new SuggestReport(path, timeline.Frames.Count, Correction.Suggest(timeline, parse.GetValue(count)));
            if (parse.GetValue(page) is string file)
                new ConfidencePage(
                    $"Confidence in {Path.GetFileName(path)}",
                    [("scores", path), ("frames", $"{report.Frames}"), ("objects", $"{timeline.Objects.Count}")],
                    timeline.Frames,
                    SuggestReport.RowsOf(timeline),
                    [.. report.Suggestions.Select(each => new SuggestedFrame(each.Frame, SuggestReport.ReasonOf(each)))]).Write(file);
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.SuggestReport, report.Show);
            return ExitCode.Done;
        });
        return command;
    }
}
