using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiVOS.Cli.Clips;
using LiVOS.Video;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say how results are written.</summary>
/// <param name="names">The formats that may be asked for.</param>
/// <param name="byDefault">The format of a folder where none is asked for; null where there is none.</param>
internal sealed class OutputOptions(IEnumerable<string> names, string? byDefault = null)
{
    private readonly Option<string[]> _formats = new("--format")
    {
        HelpName = "FORMAT",
        Description = $"The results' format; may be given several times: {string.Join(", ", names)}. For a video overlay, matte, greenscreen or alpha; "
            + $"by default matte{(byDefault is null ? "" : $", in a folder {byDefault}")}.",
        CustomParser = result =>
        {
            string[] typed = NamesIn(result.Tokens);
            foreach (string name in typed.Where(name => !names.Contains(name)))
                result.AddError($"--format is '{name}', but must be one of {string.Join(", ", names)}.{Suggestions.ForValue(name, [.. names])}");
            return typed;
        },
    };

    private readonly Option<double?> _rate = new("--fps")
    {
        HelpName = "N",
        Description = "Frames per second of a video of results; by default the clip's own, and 25 for a folder of frames.",
    };

    private readonly Option<string?> _scores = new("--scores")
    {
        HelpName = "FILE",
        Description = "Also write how sure the network is of each object: a line of JSON for every frame.",
    };

    private readonly Option<string?> _progress = new Option<string?>("--progress")
    {
        Description = "How progress is told on the error output: 'json' for programs, a line for each event.",
    }.OneOf("bar", "json");

    private readonly Option<(byte R, byte G, byte B)?> _ground = new("--background-color")
    {
        HelpName = "RRGGBB",
        Description = "The colour behind the objects of a greenscreen, such as 0000FF; by default 78FF9B, a green.",
        CustomParser = result =>
        {
            string typed = result.Tokens[0].Value;
            (byte R, byte G, byte B)? colour = RgbColour.Parse(typed);
            if (colour is null)
                result.AddError($"--background-color is '{typed}', but must be six digits such as 78FF9B, or red, green and blue such as 120,255,155.");
            return colour;
        },
    };

    private readonly Option<int> _softBits = new("--soft-bits")
    {
        HelpName = "8|16",
        Description = "The bits of a pixel of soft masks; by default 8.",
        DefaultValueFactory = _ => 8,
    };

    private readonly CategoryOption _categories = new();
    private Option<string> _out = null!;
    private Option<bool>? _overlay;

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">Its option that names the folder or the video.</param>
    /// <param name="overlay">Its option that asks for overlays too; null where masks are not computed, so that the network has nothing to tell.</param>
    public void AddTo(Command command, Option<string> output, Option<bool>? overlay = null)
    {
        (_out, _overlay) = (output, overlay);
        command.Options.Add(_formats);
        command.Options.Add(_rate);
        command.Options.Add(_ground);
        _categories.AddTo(command);
        if (overlay is not null)
        {
            command.Options.Add(_softBits);
            command.Options.Add(_scores);
            command.Options.Add(_progress);
        }
        _rate.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string text }] && double.TryParse(text, CultureInfo.InvariantCulture, out double rate) && !(rate is > 0 and <= 1000))
                result.AddError($"--fps is {text}, but must be above 0 and at most 1000.");
        });
        _softBits.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int bits) && bits is not (8 or 16))
                result.AddError($"--soft-bits is {text}, but must be 8 or 16.");
        });
        command.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetResult(output) is not { Tokens: [{ Value: string path }] } || !VideoOutput.IsVideo(path)) return;
            string[] formats = Typed(result);
            if (formats.Any(format => !names.Contains(format))) return; // that is told already
            if (formats.Length > 1 || formats is [string one] && OutputFormat.StyleOf(one) is null)
                result.AddError($"A video is written in one of the formats overlay, matte, greenscreen and alpha, not in {string.Join(", ", formats)}; "
                    + "give one of these, or a folder for --out.");
            if (overlay is not null && result.GetResult(overlay) is { Implicit: false })
                result.AddError("--overlay belongs to a folder; give --format overlay for a video.");
        });
    }

    /// <summary>The formats that were typed, right or wrong.</summary>
    public string[] Typed(SymbolResult result) => NamesIn(result.GetResult(_formats)?.Tokens ?? []);

    /// <summary>The options that name a file for one clip, or tell its progress.</summary>
    public IReadOnlyList<Option> OfOneClip => [_scores, _progress];

    /// <summary>What is written.</summary>
    public ClipResults Results(ParseResult parse) => Results(parse, parse.GetRequiredValue(_out));

    /// <summary>What is written to a folder, or a video.</summary>
    public ClipResults Results(ParseResult parse, string output) => new(output, Formats(parse, output))
    {
        Rate = parse.GetValue(_rate) is double rate ? FrameRate.Of(rate) : null,
        Scores = parse.GetValue(_scores),
        Ground = parse.GetValue(_ground),
        SoftBits = parse.GetValue(_softBits),
        Categories = _categories.Of(parse),
    };

    /// <summary>Whether progress is told as JSON.</summary>
    public bool ProgressAsJson(ParseResult parse) => parse.GetValue(_progress) == "json";

    private IReadOnlyList<string> Formats(ParseResult parse, string output)
    {
        if (parse.GetValue(_formats) is { Length: > 0 } formats)
            return WithOverlays(parse) && !formats.Contains(OutputFormat.Overlay) ? [.. formats, OutputFormat.Overlay] : formats;
        if (VideoOutput.IsVideo(output)) return ["matte"];
        return WithOverlays(parse) ? [byDefault!, OutputFormat.Overlay] : [byDefault!];
    }

    private static string[] NamesIn(IEnumerable<Token> tokens) =>
        [.. tokens.SelectMany(token => token.Value.Split(',')).Select(name => name.Trim().ToLowerInvariant()).Distinct()];

    private bool WithOverlays(ParseResult parse) => _overlay is not null && parse.GetValue(_overlay);
}
