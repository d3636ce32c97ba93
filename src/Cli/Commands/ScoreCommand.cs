using System.CommandLine;
using System.Diagnostics;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Cli.Scores;
using LiVOS.Evaluation;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Scores;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos score</c>: compares masks with ground truth.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var truth = new Option<string>("--truth")
        {
            HelpName = "DIR",
            Required = true,
            Description = "The ground truth: a folder for each clip with a PNG for each frame to score, or one such folder.",
        };
        var masks = new Option<string>("--masks") { HelpName = "DIR", Required = true, Description = "The masks to score, in the same folders." };
        var subset = new Option<string?>("--subset")
        {
            HelpName = "FILE",
            Description = "Score only the clips that this text file names, one per line.",
        };
        var predictedOnly = new Option<bool>("--predicted-only")
        {
            Description = "Leave out clips that have no folder of masks, as vos-benchmark does unless it is strict.",
        };
        Option<int?> voidId = Options.AtLeast(1, new Option<int?>("--void")
        {
            HelpName = "ID",
            Description = "The id of void pixels in the ground truth, such as 255. They are removed from both masks, as DAVIS does.",
        });
        var csv = new Option<string?>("--csv") { HelpName = "FILE", Description = "Also write the scores to a table of comma-separated values." };
        var perFrame = new Option<bool>("--per-frame") { Description = "Give J and F of every frame too, in the JSON or the CSV file." };
        Option<string?> page = Options.HtmlReport();
        var frames = new Option<string?>("--frames")
        {
            HelpName = "DIR",
            Description = "The clips' frames, in the same folders: the report shows masks upon them.",
        };
        Option<int?> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("score", "Compare masks with ground truth: J, F and J&F, as DAVIS and vos-benchmark do.")
        {
            truth, masks, subset, predictedOnly, voidId, csv, perFrame, page, frames, threads, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(perFrame) && !result.GetValue(json) && result.GetValue(csv) is null)
                result.AddError("--per-frame needs --json or --csv, which the frames' values go to.");
            if (result.GetValue(frames) is not null && result.GetValue(page) is null) result.AddError("--frames needs --report, which shows them.");
        });
        command.SetAction(async (parse, cancellation) =>
        {
            OutputFile.Require(parse.GetValue(csv));
            OutputFile.Require(parse.GetValue(page));
            string[]? clips = parse.GetValue(subset) is string file ? [.. SubsetFile.Read(file)] : null;
            string truthFolder = parse.GetRequiredValue(truth), masksFolder = parse.GetRequiredValue(masks);
            long start = Stopwatch.GetTimestamp();
            var folders = ScoreFolders.Match(truthFolder, masksFolder, clips, parse.GetValue(predictedOnly), parse.GetValue(voidId));
            string[] inputs = [.. folders.Clips.SelectMany(clip => clip.InputFiles), .. clips is null ? [] : new[] { parse.GetValue(subset)! }];
            OutputFile.Require(parse.GetValue(csv), inputs);
            OutputFile.Require(parse.GetValue(page), inputs);
            var pages = new ScorePages(folders.Clips, parse.GetValue(frames));
            ScoreOutcome outcome = await ScoreRun.ScoreAsync(folders.Clips, parse.GetValue(threads), parse.InvocationConfiguration.Error, cancellation);
            LeftOutClip[] leftOut = [.. folders.LeftOut, .. outcome.LeftOut];
            if (outcome.Clips.Count == 0)
                throw new DataSetException("No clip can be scored", [.. leftOut.SelectMany(clip => clip.Problems)]);
            SetScore scores = SetScore.Of(outcome.Clips)
                ?? throw new InputException($"The true masks in '{truthFolder}' show no object in any frame that is scored; check the folder.");
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            var report = new ScoreReport(truthFolder, masksFolder, scores.Clips.Sum(clip => clip.ScoredFrames), seconds, scores, leftOut, outcome.Hint);
            EveryOutput.Write(
                () => Print(report),
                () => WriteCsv(parse.GetValue(csv)),
                () => WritePage(parse.GetValue(page)));
            if (leftOut.Length == 0) return ExitCode.Done;
            parse.InvocationConfiguration.Error.WriteLine(ScoreTable.Summary(leftOut.Length, outcome.Clips.Count));
            return ExitCode.Fault;

            void Print(ScoreReport shown)
            {
                bool asJson = parse.GetValue(json);
                if (asJson && !parse.GetValue(perFrame)) shown = shown with { Scores = scores.WithoutFrames() };
                Report.Print(parse.InvocationConfiguration.Output, asJson, shown, ReportJson.Default.ScoreReport, shown.Show);
            }

            void WriteCsv(string? path)
            {
                if (path is not null) ScoreCsv.Write(path, scores, leftOut, parse.GetValue(perFrame));
            }

            void WritePage(string? path)
            {
                if (path is not null) pages.Write(path, report);
            }
        });
        return command;
    }
}
