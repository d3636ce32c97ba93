using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.DataSets;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Cli.Scores;
using LiVOS.Evaluation.DataSets;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos eval</c>: a data set segmented by its rules, packed for its server, and scored if there is ground truth.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        string[] names = [.. Layouts.All.Select(layout => layout.Name)];
        var dataSet = new Option<string>("--dataset")
        {
            HelpName = "NAME",
            Required = true,
            Description = $"The data set, which says how its folders lie and what is saved: {string.Join(", ", names)}.",
        }.OneOf(names);
        var root = new Option<string>("--root") { HelpName = "DIR", Required = true, Description = "The data set's folder, as it is unpacked." };
        var folder = new Option<string>("--out")
        {
            HelpName = "DIR",
            Required = true,
            Description = "The folder for the results. Clips that are complete there are skipped, so a stopped run continues.",
        };
        Option<FrameSide?> size = Options.SizeOr("the size that the data set is evaluated at");
        Option<int> jobs = Options.AtLeast(1, new Option<int>("--jobs")
        {
            HelpName = "N",
            Description = "Clips that run at the same time, for processors with many cores; each holds its own weights.",
            DefaultValueFactory = _ => 1,
        });
        Option<string?> weights = Options.Weights();
        Option<string?> page = Options.HtmlReport();
        Option<bool> json = Options.Json();
        var command = new Command(
            "eval", "Segment a data set by its rules, pack the zip for its server, and score it if there is ground truth.")
        {
            dataSet, root, weights, folder, size, jobs, page, json,
        };
        var sharding = new ShardOptions();
        sharding.AddTo(command);
        var device = new DeviceOptions(command, several: true);
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
                Devices = device.Choices(parse),
                Shard = sharding.Of(parse),
                MemoryLimit = memory.Bytes(parse),
            };
            run.Shard.Tell(parse.InvocationConfiguration.Error);
            OutputFile.Require(parse.GetValue(page), [run.Weights, .. checkedSet.Inputs]);
            EvalReport report = await run.EvaluateAsync(parse.InvocationConfiguration.Error, cancellation);
            EvalReport shown = report with { Scores = report.Scores?.WithoutFrames() };
            EveryOutput.Write(
                () => Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), shown, ReportJson.Default.EvalReport, shown.Show),
                () => WritePage(parse.GetValue(page)));
            if (report.LeftOut.Count == 0) return ExitCode.Done;
            parse.InvocationConfiguration.Error.WriteLine(ScoreTable.Summary(report.LeftOut.Count, report.Scores?.Clips.Count ?? 0));
            return ExitCode.Fault;

            void WritePage(string? path)
            {
                if (path is not null) EvalPage.Write(path, run.Clips, report, run.Weights);
            }
        });
        return command;
    }
}
