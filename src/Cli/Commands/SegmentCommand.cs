using System.CommandLine;
using LiVOS.Cli.Batches;
using LiVOS.Cli.Clicks;
using LiVOS.Cli.Clips;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Media.Surveys;
using LiVOS.Model.Clicks;
using LiVOS.Video;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos segment</c>: masks for every frame of a clip.</summary>
internal static class SegmentCommand
{
    public static Command Create()
    {
        var clip = new Argument<string?>("CLIP")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A folder of pictures, one per frame, in the order of the numbers in their names; or a video: a file or an address that "
                + "FFmpeg reads, a camera ('camera:0'), or '-' for the standard input.",
        };
        var masks = new Option<string[]>("--masks")
        {
            HelpName = "MASKS",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            Description = "The objects' masks: a PNG for the first frame (or the frame of its name or number, or FRAME in 'mask.png@FRAME'), a folder of "
                + "PNGs named like their frames, or a folder of folders with a PNG for each object; a JSON file of COCO or labelme; several of them.",
        };
        var folder = new Option<string>("--out")
        {
            HelpName = "DIR|VIDEO",
            Description = "The folder for the results: a PNG for every frame. Or a video, .mp4, .mov, .mkv or .webm.",
        };
        var overlay = new Option<bool>("--overlay") { Description = "Also write pictures with the masks upon them, to DIR/overlay." };
        var resume = new Option<bool>("--resume") { Description = "Continue a run that was stopped, from its last mask." };
        var selection = new FrameSelectionOptions();
        Option<string?> weights = Options.Weights();
        Option<FrameSide> size = Options.Size();
        Option<bool> profile = Options.Profile();
        Option<string?> report = Options.HtmlReport("a grid of objects by time that shows where confidence falls, and frames to correct");
        Option<bool> json = Options.Json();

        var clicking = new ClickOptions();
        var prompting = new PromptOptions();
        var format = new OutputOptions(OutputFormat.Names, OutputFormat.Indexed);
        var command = new Command("segment", "Track objects through a clip, from a mask, clicks or boxes.")
        {
            clip, masks, weights, folder, size, overlay, resume, report, profile, json,
        };
        selection.AddTo(command);
        prompting.AddTo(command);
        format.AddTo(command, folder, overlay);
        var device = new DeviceOptions(command, several: true);
        var memory = new MemoryOption(command);
        var reading = new MaskReadingOptions(command);
        var listing = new ListOptions();
        clicking.AddTo(command, masks, listing);
        listing.AddTo(command, [clip, masks, folder, resume, report, profile, .. clicking.All, .. format.OfOneClip], [clip, folder], device.Count);
        command.SetAction(async (parse, cancellation) =>
        {
            TextWriter error = parse.InvocationConfiguration.Error;
            string weightFile = parse.GetValue(weights) ?? BundledFiles.Weights;
            if (listing.List(parse) is string list) return await SegmentListAsync(list);
            string clipName = parse.GetValue(clip)!;
            using ClickedMasks clicked = await ClickedMasks.MakeAsync(
                clipName, clicking.Of(parse), new ClickNetwork(weightFile, device.Choice(parse), ClickSession.UsualSize), error, cancellation);
            ClipRun run = RunOf(clipName, [.. parse.GetValue(masks) ?? [], .. clicked.Masks], parse.GetValue(folder)!);
            ClipReport done = await run.SegmentAsync(error, cancellation);
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), done, ReportJson.Default.ClipReport, console =>
            {
                done.Show(console);
                done.Profile?.Show(console);
            });
            return ExitCode.Done;

            ClipRun RunOf(string name, IReadOnlyList<string> given, string output) =>
                new(name, given, weightFile, format.Results(parse, output) with { Report = parse.GetValue(report) })
                {
                    Size = parse.GetValue(size).Pixels,
                    ProgressAsJson = format.ProgressAsJson(parse),
                    Direction = prompting.Direction(parse),
                    MaskUse = prompting.MaskUse(parse),
                    Deletions = prompting.Deletions(parse),
                    Drop = prompting.Drop(parse),
                    Resume = parse.GetValue(resume),
                    Selection = selection.Of(parse),
                    MaskOptions = reading.Of(parse),
                    Device = device.Choice(parse),
                    Profile = parse.GetValue(profile),
                    MemoryLimit = memory.Bytes(parse),
                };

            async Task<int> SegmentListAsync(string path)
            {
                Shard shard = listing.Shards.Of(parse);
                shard.Tell(error);
                string checksum = FileChecksum.Of(weightFile);
                var workers = new NetworkWorkers(weightFile, device.Choices(parse), listing.Jobs(parse)) { MemoryLimit = memory.Bytes(parse) };
                var run = new ClipListRun(path, shard, each => RunOf(each.Clip, each.Masks, each.Out) with { WeightsSha256 = checksum }, workers);
                ClipListReport listed = await run.SegmentAsync(error, cancellation);
                Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), listed, ReportJson.Default.ClipListReport, listed.Show);
                return listed.Failed.Count == 0 ? ExitCode.Done : ExitCode.BadInput;
            }
        });
        return command;
    }
}
