using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Errors;
using LiVOS.Video;

namespace LiVOS.Cli.Automask;

/// <summary>The arguments of Kdenlive's sam-objectmask.py. Lines of its standard input have some of them again.</summary>
internal sealed class AutomaskOptions
{
    private const int WidestBorder = 1000;

    private readonly Command _command;

    private readonly Option<string?> _frames = new("--inputFolder", "-I")
    {
        HelpName = "DIR",
        Description = "The clip: JPEG pictures whose names are numbers.",
    };

    private readonly Option<string?> _previews = new("--output", "-O") { HelpName = "DIR", Description = "The folder for previews." };

    private readonly Option<int> _frame = new("--preview_frame", "-F")
    {
        HelpName = "FRAME",
        Description = "The frame of the preview; the first is 0.",
        DefaultValueFactory = _ => -1,
    };

    private readonly Option<string?> _points = new("--point_coordinates", "-P")
    {
        HelpName = "FRAME=X,Y,...",
        Description = "Points, such as '0=200,250,300,255;100=10,50'.",
    };

    private readonly Option<string?> _labels = new("--labels", "-L")
    {
        HelpName = "FRAME=N,...",
        Description = "For each point 1 if it is on the object, 0 if it is beside it.",
    };

    private readonly Option<string?> _boxes = new("--box_coordinates", "-B") { HelpName = "FRAME=X0,Y0,X1,Y1", Description = "Boxes around the object." };

    private readonly Option<string?> _model = PerhapsEmpty(new("--model", "-M")
    {
        HelpName = "FILE",
        Description = "Weights, if they are of this program's kind; SAM 2's are not used.",
    });

    private readonly Option<string?> _config = PerhapsEmpty(new("--config", "-C") { HelpName = "NAME", Description = "Not used: weights say what they are." });

    private readonly Option<string?> _device = new("--device", "-D")
    {
        HelpName = "NAME",
        Description = "The device, by PyTorch's names (cuda:0, cpu) or this program's.",
    };

    private readonly Option<bool> _offload = new("--offload") { Description = "Not used: frames are never held on the device." };

    private readonly Option<RgbaColour> _colour = Colour("--color", new RgbaColour(255, 100, 100, 180), "The mask's colour.");

    private readonly Option<RgbaColour> _borderColour = Colour("--bordercolor", new RgbaColour(255, 100, 100, 100), "The border's colour.");

    private readonly Option<int> _border = Options.InRange(0, WidestBorder, new Option<int>("--border")
    {
        HelpName = "PIXELS",
        Description = "The border's width; 0 for none.",
    });

    /// <summary>Adds the options to a command.</summary>
    public AutomaskOptions(Command command)
    {
        _command = command;
        foreach (Option option in new Option[]
                 {
                     _frames, _frame, _previews, _points, _labels, _boxes, _model, _config, _device, _offload, _colour, _border, _borderColour,
                 })
            command.Options.Add(option);
    }

    /// <summary>What a command line says.</summary>
    /// <exception cref="InputException">It cannot be understood.</exception>
    public AutomaskRequest Of(ParseResult parse) => new(
        parse.GetValue(_frames), parse.GetValue(_previews), parse.GetValue(_model), parse.GetValue(_device), parse.GetValue(_frame),
        AutomaskText.Prompts(parse.GetValue(_points), parse.GetValue(_labels), parse.GetValue(_boxes)),
        new MaskLook(parse.GetValue(_colour), parse.GetValue(_borderColour), parse.GetValue(_border)));

    /// <summary>What a line of the standard input says.</summary>
    /// <exception cref="InputException">It cannot be understood.</exception>
    public AutomaskRequest OfLine(string line)
    {
        ParseResult parse = _command.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), new() { ResponseFileTokenReplacer = null });
        return UsageErrors.Of(parse) is { Count: > 0 } errors ? throw new InputException(string.Join(' ', errors)) : Of(parse);
    }

    /// <summary>Kdenlive gives an empty text where it does not know the model.</summary>
    private static Option<string?> PerhapsEmpty(Option<string?> option)
    {
        option.Arity = ArgumentArity.ZeroOrOne;
        return option;
    }

    private static Option<RgbaColour> Colour(string name, RgbaColour usual, string description) => new(name)
    {
        HelpName = "R,G,B,A",
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = result => ParseColour(result, name),
    };

    private static RgbaColour ParseColour(ArgumentResult result, string name)
    {
        if (AutomaskText.Colour(result.Tokens[0].Value) is RgbaColour colour) return colour;
        result.AddError($"{name} is '{result.Tokens[0].Value}', but must be red, green, blue and opacity from 0 to 255, such as 255,100,100,180.");
        return default;
    }
}

/// <summary>What Kdenlive asks for.</summary>
/// <param name="Frames">The clip's folder; null where it is not named.</param>
/// <param name="Previews">The folder for previews; null where it is not named.</param>
/// <param name="Model">A file of weights, perhaps of another kind; null or empty for none.</param>
/// <param name="Device">A device, by PyTorch's name or ours; null for none.</param>
/// <param name="Frame">The frame of the preview; -1 for none.</param>
/// <param name="Prompts">What is said of the object, by frames.</param>
/// <param name="Look">How masks look.</param>
internal sealed record AutomaskRequest(
    string? Frames, string? Previews, string? Model, string? Device, int Frame, IReadOnlyDictionary<int, ObjectPrompts> Prompts, MaskLook Look);
