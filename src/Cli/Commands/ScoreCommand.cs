using System.CommandLine;
using System.Diagnostics;
using LiVOS.Cli.Clips;
using LiVOS.Cli.Scores;
using LiVOS.Evaluation.DataSets;
using LiVOS.Evaluation.Scores;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos score</c>: how right masks are.</summary>
static class ScoreCommand
{
    public static Command Create()
    {
        var truth = new Option<string>("--truth")
        {
            HelpName = "DIR",
            Required = true,
            Description = "The true masks: a folder for each clip with a PNG for each frame that is scored, or one such folder.",
        };
        var masks = new Option<string>("--masks") { HelpName = "DIR", Required = true, Description = "The masks to score, in the same folders." };
        var subset = new Option<string?>("--subset")
        {
            HelpName = "FILE",
            Description = "Score only the clips that this text file names, one a line.",
        };
        var predictedOnly = new Option<bool>("--predicted-only")
        {
            Description = "Leave out clips that have no masks to score, instead of refusing; what vos-benchmark does unless told to be strict.",
        };
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
        var command = new Command("score", "Compare masks with the true ones: J, F and J&F, as DAVIS and vos-benchmark do.")
        {
            truth, masks, subset, predictedOnly, csv, perFrame, page, frames, threads, json,
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
            IReadOnlyList<ClipToScore> toScore = ScoreFolders.Match(truthFolder, masksFolder, clips, parse.GetValue(predictedOnly));
            SetScore scores = await ScoreAsync(toScore, parse.GetValue(threads), parse.InvocationConfiguration.Error, cancellation)
                ?? throw new InputException($"The true masks in '{truthFolder}' show no object in any frame that is scored; check the folder.");
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            if (parse.GetValue(page) is string html)
                ReportPages.Write(html, masksFolder, toScore, scores, parse.GetValue(frames), truthFolder);
            if (parse.GetValue(csv) is string table) ScoreCsv.Write(table, scores, parse.GetValue(perFrame));
            var report = new ScoreReport(truthFolder, masksFolder, scores.Clips.Sum(clip => clip.ScoredFrames), seconds, scores);
            bool asJson = parse.GetValue(json);
            if (asJson && !parse.GetValue(perFrame)) report = report with { Scores = scores.WithoutFrames() };
            Report.Print(parse.InvocationConfiguration.Output, asJson, report, ReportJson.Default.ScoreReport, report.Show);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Scores clips and shows the progress; null where no truth shows an object.</summary>
    public static async Task<SetScore?> ScoreAsync(
        IReadOnlyList<ClipToScore> clips, int? threads, TextWriter error, CancellationToken cancellation)
    {
        SetScore? scores = null;
        int frames = clips.Sum(clip => Math.Max(0, clip.Truth.Count - 2));
        await FrameProgress.ShowAsync(
            error, "scoring", frames,
            progress => Task.Run(() => scores = SetScore.Of(Scorer.Score(clips, progress, threads, cancellation)), cancellation), cancellation);
        return scores;
    }
}
