using System.CommandLine;
using LiVOS.Cli.Clips;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Evaluation.Scores;
using LiVOS.Media;
using LiVOS.Video;
using Spectre.Console;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos demo</c>: segments the bundled clip, and compares the masks with ground truth.</summary>
internal static class DemoCommand
{
    /// <summary>The clip's own size.</summary>
    private const int Size = 240;

    private const int SheetPictures = 12, SheetColumns = 4, SheetCellWidth = 320;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The folder for the results.", DefaultValueFactory = _ => "livos-demo" };
        Option<bool> profile = Options.Profile();
        Option<bool> json = Options.Json();
        var command = new Command("demo", "Segment the bundled clip and compare the masks with ground truth.") { folder, profile, json };
        var device = new DeviceOptions(command);
        command.SetAction(async (parse, cancellation) =>
        {
            var choice = device.Choice(parse);
            DemoReport report = await RunAsync(
                parse.GetRequiredValue(folder), choice, parse.GetValue(profile), parse.InvocationConfiguration.Error, cancellation);
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.DemoReport, console => Show(console, report));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<DemoReport> RunAsync(string folder, DeviceChoice device, bool profile, TextWriter error, CancellationToken cancellation)
    {
        string clip = Path.Combine(BundledFiles.Clip, "frames"), truth = Path.Combine(BundledFiles.Clip, "truth");
        FrameFolder frames = FrameFolder.Open(clip);
        var run = new ClipRun(clip, [Path.Combine(truth, frames.Name(0) + ".png")], BundledFiles.Weights,
            new ClipResults(folder, OutputFormat.Indexed, OutputFormat.Overlay))
        {
            Size = Size,
            Device = device,
            Profile = profile,
        };
        ClipReport segmented = await run.SegmentAsync(error, cancellation);

        var output = new OutputFolder(folder, withOverlays: true);
        string sheet = Path.Combine(folder, OutputFolder.ContactSheet);
        WriteSheet(sheet, [.. Spread(frames.Count).Select(frame => Picture.Read(output.OverlayPath(frames.Name(frame))))]);
        int first = 1, last = frames.Count - 2;
        double[] j = [.. Enumerable.Range(first, last - first + 1).Select(frame => Jaccard(output, truth, frames.Name(frame)))];
        return new DemoReport(segmented, sheet, j.Average(), first, last, j);
    }

    /// <summary>J of the masks as they stand in the files.</summary>
    private static double Jaccard(OutputFolder output, string truth, string name)
    {
        IndexMask expected = Png.ReadMask(Path.Combine(truth, name + ".png"));
        return RegionSimilarity.Of(Png.ReadMask(output.MaskPath(name)), expected, id: 1);
    }

    /// <summary>Frames from the first to the last, as evenly as there are whole ones.</summary>
    private static IEnumerable<int> Spread(int frames) => Enumerable.Range(0, SheetPictures).Select(i => i * (frames - 1) / (SheetPictures - 1));

    private static void WriteSheet(string path, Picture[] pictures) => Png.Write(path, ContactSheet.Compose(pictures, SheetColumns, SheetCellWidth));

    private static void Show(IAnsiConsole console, DemoReport report)
    {
        console.Write(new Rule("[bold]livos demo[/]: a black swan, from its mask in the first frame").LeftJustified());
        console.WriteLine();
        report.Run.Show(console);
        Report.Facts(
            console,
            ("contact sheet", report.ContactSheet),
            ("J", $"{report.MeanJ:0.000} against the true masks (PyTorch: 0.933), from {report.J.Min():0.000} to {report.J.Max():0.000};"
                + $" the mean of frames {report.FirstScored} to {report.LastScored}: the first and the last do not count, as DAVIS scores"));
        report.Run.Profile?.Show(console);
    }
}

/// <summary>The result of the demo.</summary>
/// <param name="Run">The clip's segmentation.</param>
/// <param name="ContactSheet">The picture of some frames.</param>
/// <param name="MeanJ">The mean of <paramref name="J"/>.</param>
/// <param name="FirstScored">The first frame that counts.</param>
/// <param name="LastScored">The last frame that counts.</param>
/// <param name="J">Intersection over union of the mask and the true one, for each frame that counts.</param>
internal sealed record DemoReport(ClipReport Run, string ContactSheet, double MeanJ, int FirstScored, int LastScored, IReadOnlyList<double> J);
