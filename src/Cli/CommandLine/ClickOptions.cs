using System.CommandLine;
using System.CommandLine.Parsing;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that give clicks and boxes in place of masks.</summary>
internal sealed class ClickOptions
{
    private readonly Option<FramePrompt[]> _clicks = new("--click")
    {
        HelpName = "FRAME:X,Y[:+|-][:ID]",
        Description = "A click on object ID in a frame, or beside it with ':-'; may be given several times. By default on object 1.",
        CustomParser = result => Parse(result, PromptText.ClickInFrame, "--click", "0:320,180, 0:10,10:- or 0:320,180:+:2"),
    };

    private readonly Option<FramePrompt[]> _boxes = new("--box")
    {
        HelpName = "FRAME:X0,Y0,X1,Y1[:ID]",
        Description = "A box around object ID in a frame; may be given several times.",
        CustomParser = result => Parse(result, PromptText.BoxInFrame, "--box", "0:100,50,400,300 or 0:100,50,400,300:2"),
    };

    /// <summary>Adds the options to a command, which then takes masks, clicks or boxes.</summary>
    /// <param name="command">The command.</param>
    /// <param name="masks">Its masks, which it can do without.</param>
    /// <param name="list">A list of clips, which names their masks.</param>
    public void AddTo(Command command, Option masks, ListOptions list)
    {
        command.Options.Add(_clicks);
        command.Options.Add(_boxes);
        command.Validators.Add(result =>
        {
            if (!list.IsGiven(result) && result.GetResult(masks) is null && result.GetResult(_clicks) is null && result.GetResult(_boxes) is null)
                result.AddError("Nothing says where the objects are; give --masks, --click or --box.");
        });
    }

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> All => [_clicks, _boxes];

    /// <summary>The clicks and boxes on the command line; one box for an object in a frame, the last.</summary>
    public IReadOnlyList<FramePrompt> Of(ParseResult parse) => [.. parse.GetValue(_clicks) ?? [], .. parse.GetValue(_boxes) ?? []];

    private static FramePrompt[] Parse(ArgumentResult result, Func<string, FramePrompt?> read, string option, string examples)
    {
        List<FramePrompt> found = [];
        foreach (Token token in result.Tokens)
        {
            if (read(token.Value) is FramePrompt prompt) found.Add(prompt);
            else result.AddError($"{option} is '{token.Value}', but must be such as {examples}; objects are 1 to 255.");
        }

        return [.. found];
    }
}
