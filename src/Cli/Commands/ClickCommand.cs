using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Cli.Clicks;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Media;
using LiVOS.Model.Clicks;
using LiVOS.Video;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos click</c>: the mask of one object in one picture, from clicks.</summary>
internal static class ClickCommand
{
    public static Command Create()
    {
        var frame = new Argument<string>("FRAME") { Description = "A picture: a frame of the clip, or any other." };
        var clicks = new Option<Stroke[]>("--at")
        {
            HelpName = PromptText.Click,
            Description = "A click on the object, or beside it with ':-'; may be given several times. Pixels count from 0.",
            CustomParser = result => Strokes(result, "--at", "320,180 or 10,10:-", mostPoints: 1),
        };
        var lines = new Option<Stroke[]>("--line")
        {
            HelpName = PromptText.Line,
            Description = "A rough line through the object, or beside it with ':-', as places in quotes; may be given several times.",
            CustomParser = result => Strokes(result, "--line", "'10,10 40,60 80,60'", mostPoints: int.MaxValue),
        };
        var box = new Option<Box?>("--box")
        {
            HelpName = PromptText.Box,
            Description = "A box around the object.",
            CustomParser = Box,
        };
        var mask = new Option<string?>("--mask") { HelpName = "FILE", Description = "A mask to be corrected: a PNG with the object of --id." };
        var id = Options.InRange(1, byte.MaxValue, new Option<int>("--id")
        {
            HelpName = "ID",
            Description = "The object's id in the mask.",
            DefaultValueFactory = _ => 1,
        });
        var path = new Option<string>("--out") { HelpName = "FILE", Required = true, Description = "The file for the mask: an indexed PNG." };
        var preview = new Option<bool>("--preview") { Description = "Also write the picture with the mask upon it, to NAME-preview.png beside it." };
        Option<string?> weights = Options.Weights();
        Option<FrameSide?> size = Options.SizeOr($"{ClickSession.UsualSize}");
        Option<bool> json = Options.Json();
        var command = new Command("click", "Make the mask of an object in a picture from clicks, a line or a box.")
        {
            frame, clicks, lines, box, mask, id, path, preview, weights, size, json,
        };
        command.Validators.Add(result =>
        {
            if (new Option[] { clicks, lines, box, mask }.All(option => result.GetResult(option) is null))
                result.AddError("Nothing says where the object is; give --at, --line or --box.");
        });
        var device = new DeviceOptions(command);
        command.SetAction(async (parse, cancellation) =>
        {
            int? seen = parse.GetValue(size) is FrameSide side ? side.Pixels : ClickSession.UsualSize;
            var network = new ClickNetwork(parse.GetValue(weights) ?? BundledFiles.Weights, device.Choice(parse), seen);
            var run = new ClickRun(parse.GetRequiredValue(frame), parse.GetRequiredValue(path), network)
            {
                Id = parse.GetValue(id),
                Strokes = [.. parse.GetValue(clicks) ?? [], .. parse.GetValue(lines) ?? []],
                Box = parse.GetValue(box),
                Mask = parse.GetValue(mask),
                WithPreview = parse.GetValue(preview),
            };
            ClickReport report = await run.RunAsync(parse.InvocationConfiguration.Error, cancellation);
            Report.Print(parse.InvocationConfiguration.Output, parse.GetValue(json), report, ReportJson.Default.ClickReport, report.Show);
            return ExitCode.Done;
        });
        return command;
    }

    private static Stroke[] Strokes(ArgumentResult result, string option, string examples, int mostPoints)
    {
        List<Stroke> found = [];
        foreach (Token token in result.Tokens)
        {
            if (PromptText.Stroke(token.Value) is Stroke stroke && stroke.Points.Length <= mostPoints) found.Add(stroke);
            else result.AddError($"{option} is '{token.Value}', but must be places in pixels such as {examples}.");
        }

        return [.. found];
    }

    private static Box? Box(ArgumentResult result)
    {
        Box? box = PromptText.BoxOf(result.Tokens[0].Value);
        if (box is null) result.AddError($"--box is '{result.Tokens[0].Value}', but must be X0,Y0,X1,Y1 in pixels such as 100,50,400,300.");
        return box;
    }
}
