using System.CommandLine;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Studio;

namespace LiVOS.Cli.Commands;

/// <summary><c>livos studio</c>: a page to click, watch and correct.</summary>
internal static class StudioCommand
{
    public static Command Create()
    {
        var clip = new Argument<string?>("CLIP")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A folder of frames, a video, or a project's folder. Without one, the page lists what lies in the current folder.",
        };
        var project = new Option<string?>("--project")
        {
            HelpName = "DIR",
            Description = "The project's folder; by default that of the clip's name with the ending .livos, beside it.",
        };
        Option<int> port = Options.InRange(0, ushort.MaxValue, new Option<int>("--port")
        {
            HelpName = "N",
            Description = "The port of the page; 0 for a free one.",
            DefaultValueFactory = _ => 8766,
        });
        var browser = new Option<bool>("--no-browser") { Description = "Print the page's address, but open no browser." };
        Option<string?> weights = Options.Weights();
        Option<FrameSide> size = Options.Size();
        var command = new Command("studio", "Open a page to make masks, watch a run, and correct it. It is served to this machine alone.")
        {
            clip, project, port, browser, weights, size,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(project) is not null && result.GetResult(clip) is not { Tokens.Count: > 0 })
                result.AddError("--project is a clip's; give the clip too.");
        });
        var device = new DeviceOptions(command);
        command.SetAction(async (parse, cancellation) =>
        {
            var run = new StudioSession(parse.GetValue(weights) ?? BundledFiles.Weights, device.Choice(parse), parse.GetValue(size).Pixels)
            {
                Clip = parse.GetValue(clip),
                Project = parse.GetValue(project),
                Port = parse.GetValue(port),
                OpensBrowser = !parse.GetValue(browser),
            };
            await run.ServeAsync(parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}
