using System.CommandLine;
using LiVOS.Cli.Clips;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Reports;
using LiVOS.Video;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos export</c>: masks that are made already, in other formats.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var masks = new Argument<string>("MASKS")
        {
            Description = "A folder of masks, as segment writes them: a PNG for each frame, or a folder for each object with a PNG for each frame.",
        };
        var frames = new Option<string?>("--frames")
        {
            HelpName = "CLIP",
            Description = "The masks' clip: a folder of frames or a video. The formats overlay, greenscreen and alpha show it.",
        };
        var folder = new Option<string>("--out")
        {
            HelpName = "DIR|VIDEO",
            Required = true,
            Description = "The folder for the results. Or a video, .mp4, .mov, .mkv or .webm.",
        };
        Option<bool> json = Options.Json();
        var selection = new FrameSelectionOptions();
        var format = new OutputOptions(OutputFormat.Names.Where(name => name != OutputFormat.Soft));
        var command = new Command("export", "Write masks that are made already in other formats.") { masks, frames, folder, json };
        format.AddTo(command, folder);
        selection.AddTo(command);
        var reading = new MaskReadingOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(masks) is not { Tokens.Count: 1 } || result.GetResult(folder) is not { Tokens: [{ Value: string path }] }) return;
            string[] formats = format.Typed(result);
            if (formats.Length == 0 && !VideoOutput.IsVideo(path)) result.AddError("--format is missing; give it, such as --format coco.");
            if (result.GetResult(frames) is not null) return;
            if (formats.FirstOrDefault(OutputFormat.ShowsFrames) is string showing)
                result.AddError($"--format {showing} shows the frames; give --frames with their folder or video.");
            if (selection.IsGiven(result)) result.AddError("--start, --end and --every take frames of a clip; give --frames too.");
        });
        command.SetAction(async (parse, cancellation) =>
        {
            var run = new ExportRun(parse.GetRequiredValue(masks), parse.GetValue(frames), format.Results(parse))
            {
                Selection = selection.Of(parse),
                MaskOptions = reading.Of(parse),
            };
            ExportReport report = await run.WriteAsync(parse.InvocationConfiguration.Error, cancellation);
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.ExportReport, report.Show);
            return ExitCode.Done;
        });
        return command;
    }
}
