using System.CommandLine;
using System.Globalization;
using LiVOS.Video;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say how results are written.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string[]> _formats = new("--format")
    {
        HelpName = "FORMAT",
        Description = $"The results' format; may be given several times: {string.Join(", ", OutputFormat.Names)}. For a video overlay, matte, greenscreen "
            + "or alpha. By default indexed, for a video matte.",
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(name =>
        {
            string typed = name.Trim().ToLowerInvariant();
            if (!OutputFormat.Names.Contains(typed))
                result.AddError($"--format is '{name}', but must be one of {string.Join(", ", OutputFormat.Names)}."
                    + Suggestions.ForValue(name, OutputFormat.Names));
            return typed;
        }).Distinct()],
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

    private Option<string> _out = null!;
    private Option<bool> _overlay = null!;

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="output">Its option that names the folder or the video.</param>
    /// <param name="overlay">Its option that asks for overlays too.</param>
    public void AddTo(Command command, Option<string> output, Option<bool> overlay)
    {
        (_out, _overlay) = (output, overlay);
        command.Options.Add(_formats);
        command.Options.Add(_rate);
        command.Options.Add(_scores);
        command.Options.Add(_progress);
        _rate.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string text }] && double.TryParse(text, CultureInfo.InvariantCulture, out double rate) && !(rate is > 0 and <= 1000))
                result.AddError($"--fps is {text}, but must be above 0 and at most 1000.");
        });
        command.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetResult(_formats)?.Errors.Any() == true || result.GetResult(output) is not { Tokens: [{ Value: string path }] }
                || !VideoOutput.IsVideo(path)) return;
            string[] formats = result.GetValue(_formats) ?? [];
            if (formats.Length > 1 || formats is [string one] && OutputFormat.StyleOf(one) is null)
                result.AddError($"A video is written in one of the formats overlay, matte, greenscreen and alpha, not in {string.Join(", ", formats)}; "
                    + "give one of these, or a folder for --out.");
            if (result.GetResult(overlay) is { Implicit: false }) result.AddError("--overlay belongs to a folder; give --format overlay for a video.");
        });
    }

    /// <summary>The formats.</summary>
    public IReadOnlyList<string> Formats(ParseResult parse)
    {
        if (parse.GetValue(_formats) is { Length: > 0 } formats)
            return parse.GetValue(_overlay) && !formats.Contains(OutputFormat.Overlay) ? [.. formats, OutputFormat.Overlay] : formats;
        if (VideoOutput.IsVideo(parse.GetRequiredValue(_out))) return ["matte"];
        return parse.GetValue(_overlay) ? [OutputFormat.Indexed, OutputFormat.Overlay] : [OutputFormat.Indexed];
    }

    /// <summary>Frames per second; null for the clip's own.</summary>
    public FrameRate? Rate(ParseResult parse) => parse.GetValue(_rate) is double rate ? FrameRate.Of(rate) : null;

    /// <summary>The file for scores.</summary>
    public string? Scores(ParseResult parse) => parse.GetValue(_scores);

    /// <summary>Whether progress is told as JSON.</summary>
    public bool ProgressAsJson(ParseResult parse) => parse.GetValue(_progress) == "json";
}
