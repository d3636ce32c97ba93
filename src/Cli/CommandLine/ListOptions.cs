using System.CommandLine;
using System.CommandLine.Parsing;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options of segmenting many clips instead of one.</summary>
internal sealed class ListOptions
{
    private readonly Option<string?> _list = new("--list")
    {
        HelpName = "CSV",
        Description = "Segment many clips: a table of comma-separated values with the columns clip, masks and out. Clips that are done are passed over.",
    };

    private readonly Option<int> _jobs = Options.AtLeast(1, new Option<int>("--jobs")
    {
        HelpName = "N",
        Description = "With --list: clips that run at the same time on each device; each holds its own weights.",
        DefaultValueFactory = _ => 1,
    });

    /// <summary>The part of the list.</summary>
    public ShardOptions Shards { get; } = new();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="ofOne">What says the same of one clip: each is wanted without a list, or may stand without one.</param>
    /// <param name="wanted">Those of <paramref name="ofOne"/> that are wanted without a list.</param>
    /// <param name="devices">How many devices are named.</param>
    public void AddTo(Command command, IReadOnlyList<Symbol> ofOne, IReadOnlyList<Symbol> wanted, Func<CommandResult, int> devices)
    {
        command.Options.Add(_list);
        command.Options.Add(_jobs);
        Shards.AddTo(command);
        command.Validators.Add(result =>
        {
            if (IsGiven(result))
            {
                foreach (Symbol symbol in ofOne.Where(symbol => IsGiven(result, symbol)))
                    result.AddError($"{symbol.Name} is of one clip; leave it out, as --list names all clips.");
                return;
            }
            foreach (Symbol symbol in wanted.Where(symbol => !IsGiven(result, symbol)))
                result.AddError($"{symbol.Name} is missing; give it, or many clips with --list.");
            if (Shards.IsGiven(result) || IsGiven(result, _jobs)) result.AddError("--shard, --shards and --jobs belong to --list, which names many clips.");
            if (devices(result) > 1) result.AddError("Several devices share the clips of --list; for one clip give one --device.");
        });
    }

    /// <summary>Whether there is a list.</summary>
    public bool IsGiven(CommandResult result) => IsGiven(result, _list);

    /// <summary>The list; null for one clip.</summary>
    public string? List(ParseResult parse) => parse.GetValue(_list);

    /// <summary>How many clips run at the same time on each device.</summary>
    public int Jobs(ParseResult parse) => parse.GetValue(_jobs);

    private static bool IsGiven(CommandResult result, Symbol symbol) => symbol switch
    {
        Option option => result.GetResult(option) is { Implicit: false },
        Argument argument => result.GetResult(argument) is { Tokens.Count: > 0 },
        _ => false,
    };
}
