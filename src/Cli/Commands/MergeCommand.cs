using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Cli.Scores;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos merge</c>: the scores of a data set from those of its parts.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var reports = new Argument<string[]>("REPORT")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Reports of 'livos score --json' or 'livos eval --json', each of some of the clips.",
        };
        var csv = new Option<string?>("--csv") { HelpName = "FILE", Description = "Also write the scores to a table of comma-separated values." };
        Option<bool> json = Options.Json();
        var command = new Command("merge", "Merge the scores of parts of a data set, such as those of --shard.") { reports, csv, json };
        command.SetAction(parse =>
        {
            string[] files = parse.GetRequiredValue(reports);
            string? table = parse.GetValue(csv);
            OutputFile.Require(table, files);
            MergedScores merged = MergedScores.Of(files);
            EveryOutput.Write(
                () => Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), merged, ReportJson.Default.MergedScores, merged.Show),
                () =>
                {
                    if (table is not null) ScoreCsv.Write(table, merged.Scores, merged.LeftOut, perFrame: false);
                });
            if (merged.LeftOut.Count == 0) return ExitCode.Done;
            parse.InvocationConfiguration.Error.WriteLine(ScoreTable.Summary(merged.LeftOut.Count, merged.Scores.Clips.Count));
            return ExitCode.Fault;
        });
        return command;
    }
}
