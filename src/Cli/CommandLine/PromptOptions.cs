using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LiVOS.Model;
using LiVOS.Video;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that say which way objects are followed, where they end, and what happens to late frames.</summary>
internal sealed class PromptOptions
{
    private readonly Option<string?> _direction = new Option<string?>("--direction")
    {
        Description = "Which way objects are followed from their masks; between two masks 'both' takes the run from the nearer one. By default forward.",
    }.OneOf("forward", "backward", "both");

    private readonly Option<string?> _use = new Option<string?>("--mask-use")
    {
        Description = "What a later mask says about known objects: 'correct' those that it shows, only 'add' new ones, or 'replace' all. By default correct.",
    }.OneOf("correct", "add", "replace");

    private readonly Option<Deletion[]> _deletions = new("--delete")
    {
        HelpName = "ID@FRAME",
        Description = "Follow an object no further from a frame on; may be given several times.",
        CustomParser = result => [.. result.Tokens.Select(token => Parse(token, result)).OfType<Deletion>()],
    };

    private readonly Option<string?> _drop = new Option<string?>("--drop")
    {
        Description = "What happens where frames of a stream come too fast: 'late' ones are dropped, or reading 'block's until there is time. By default late "
            + "for cameras and live streams, else block.",
    }.OneOf("late", "block");

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_direction);
        command.Options.Add(_use);
        command.Options.Add(_deletions);
        command.Options.Add(_drop);
    }

    /// <summary>Which way objects are followed.</summary>
    public Direction Direction(ParseResult parse) => parse.GetValue(_direction) switch
    {
        "backward" => Video.Direction.Backward,
        "both" => Video.Direction.Both,
        _ => Video.Direction.Forward,
    };

    /// <summary>What happens where frames come too fast; null for what the source is.</summary>
    public DropPolicy? Drop(ParseResult parse) => parse.GetValue(_drop) switch
    {
        "late" => DropPolicy.Late,
        "block" => DropPolicy.Block,
        _ => null,
    };

    /// <summary>What masks say about known objects.</summary>
    public MaskUse MaskUse(ParseResult parse) => parse.GetValue(_use) switch
    {
        "add" => Model.MaskUse.Add,
        "replace" => Model.MaskUse.Replace,
        _ => Model.MaskUse.Correct,
    };

    /// <summary>Where objects end.</summary>
    public IReadOnlyList<Deletion> Deletions(ParseResult parse) => parse.GetValue(_deletions) ?? [];

    private static Deletion? Parse(Token token, ArgumentResult result)
    {
        string[] parts = token.Value.Split('@');
        if (parts.Length == 2 && Number(parts[0]) is > 0 and int id && Number(parts[1]) is int frame) return new Deletion(id, frame);
        result.AddError($"--delete is '{token.Value}', but must be an object's id and a frame, such as 2@120.");
        return null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
