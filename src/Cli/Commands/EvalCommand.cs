using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.DataSets;
using LiVOS.Cli.Scores;
using LiVOS.Evaluation.DataSets;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos eval</c>: a data set segmented by its rules, packed for its server, and scored where its truth is at hand.</summary>
static class EvalCommand
{
    public static Command Create()
    {
        var dataSet = new Option<string>("--dataset")
        {
            HelpName = "NAME",
            Required = true,
            Description = "The data set, which says how its folders lie and what is saved.",
        }.OneOf([.. Layouts.All.Select(layout => layout.Name)]);
        var root = new Option<string>("--root") { HelpName = "DIR", Required = true, Description = "The data set's folder, as it is unpacked." };
        var folder = new Option<string>("--out")
        {
            HelpName = "DIR",
            Required = true,
            Description = "The folder for the results. Clips that are complete there are skipped: a run that was stopped goes on.",
        };
        Option<FrameSide?> size = Options.SizeOr("the size that the data set is evaluated at");
        Option<int> jobs = Options.AtLeast(1, new Option<int>("--jobs")
        {
            HelpName = "N",
            Description = "Clips that run side by side, for processors with many cores; each holds weights of its own.",
            DefaultValueFactory = _ => 1,
        });
        Option<string?> weights = Options.Weights();
        Option<string?> page = Options.HtmlReport();
        Option<bool> json = Options.Json();
        var command = new Command("eval", "Segment a data set by its rules, pack what its server takes, and score it where its truth is at hand.")
        {
            dataSet, root, weights, folder, size, jobs, page, json,
        };
        var device = new DeviceOptions(command);
        var memory = new MemoryOption(command);
        command.SetAction(async (parse, cancellation) =>
        {
            OutputFile.Require(parse.GetValue(page));
            DataSet checkedSet = Layouts.Named(parse.GetRequiredValue(dataSet)).Open(parse.GetRequiredValue(root));
            var run = new EvalRun(
                checkedSet, parse.GetRequiredValue(root), parse.GetValue(weights) ?? BundledFiles.Weights, parse.GetRequiredValue(folder))
            {
                Size = parse.GetValue(size) is FrameSide side ? side.Pixels : checkedSet.Size,
                Jobs = parse.GetValue(jobs),
                Device = device.Choice(parse),
                MemoryLimit = memory.Bytes(parse),
            };
            EvalReport report = await run.EvaluateAsync(parse.InvocationConfiguration.Error, cancellation);
            if (parse.GetValue(page) is string html) ReportPages.Write(html, checkedSet, report, run.Weights);
            if (report.Scores is not null) report = report with { Scores = report.Scores.WithoutFrames() };
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.EvalReport, report.Show);
            return ExitCode.Done;
        });
        return command;
    }
}
