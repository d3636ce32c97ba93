using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiVOS.Media;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that take a part of a clip's frames.</summary>
internal sealed class FrameSelectionOptions
{
    private readonly Option<int> _start = Options.AtLeast(0, new Option<int>("--start")
    {
        HelpName = "FRAME",
        Description = "The first frame that is taken; frames are numbered from 0.",
        DefaultValueFactory = _ => 0,
    });

    private readonly Option<int?> _end = Options.AtLeast(1, new Option<int?>("--end")
    {
        HelpName = "FRAME",
        Description = "The first frame that is not taken any more.",
    });

    private readonly Option<int> _every = Options.AtLeast(1, new Option<int>("--every")
    {
        HelpName = "N",
        Description = "Take every Nth frame.",
        DefaultValueFactory = _ => 1,
    });

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_start);
        command.Options.Add(_end);
        command.Options.Add(_every);
        command.Validators.Add(result =>
        {
            if (NumberOf(result, _end) is int end && (NumberOf(result, _start) ?? 0) is int start && end <= start)
                result.AddError($"--end is {end}, but must be above --start, which is {start}.");
        });
    }

    /// <summary>Whether any of them was typed.</summary>
    public bool IsGiven(CommandResult command) => new Option[] { _start, _end, _every }.Any(option => command.GetResult(option) is { Implicit: false });

    /// <summary>The values on the command line.</summary>
    public FrameSelection Of(ParseResult parse) => new(parse.GetValue(_start), parse.GetValue(_end), parse.GetValue(_every));

    /// <summary>The number of an option; null where there is none, or what is there is no number: that has its own complaint.</summary>
    private static int? NumberOf(CommandResult command, Option option) =>
        command.GetResult(option)?.Tokens is [{ Value: string text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : null;
}
