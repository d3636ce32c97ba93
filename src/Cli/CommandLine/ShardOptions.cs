using System.CommandLine;
using LiVOS.Cli.Batches;

namespace LiVOS.Cli.CommandLine;

/// <summary>The options that name a part of the clips.</summary>
internal sealed class ShardOptions
{
    private readonly Option<Shard?> _shard = new("--shard")
    {
        HelpName = "I/N",
        Description = "Take the I-th of N parts of the clips, from 1/N to N/N; by default as a Slurm array or a Kubernetes Indexed Job says, else all.",
        CustomParser = result =>
        {
            Shard? shard = Shard.Parse(result.Tokens[0].Value);
            if (shard is null) result.AddError($"--shard is '{result.Tokens[0].Value}', but must be such as 1/4, from 1/4 to 4/4.");
            return shard;
        },
    };

    private readonly Option<int?> _shards = Options.AtLeast(1, new Option<int?>("--shards")
    {
        HelpName = "N",
        Description = "How many parts there are, where JOB_COMPLETION_INDEX of a Kubernetes Indexed Job says which this is.",
    });

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_shard);
        command.Options.Add(_shards);
        command.Validators.Add(result =>
        {
            if (IsGiven(result, _shard) && IsGiven(result, _shards)) result.AddError("--shard says how many parts there are; leave --shards out.");
        });
    }

    /// <summary>Whether a part was asked for.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult command) => IsGiven(command, _shard) || IsGiven(command, _shards);

    /// <summary>The part.</summary>
    /// <exception cref="Errors.InputException">A cluster's variables do not name one.</exception>
    public Shard Of(ParseResult parse) => parse.GetValue(_shard) ?? Shard.OfEnvironment(Environment.GetEnvironmentVariable, parse.GetValue(_shards));

    private static bool IsGiven(System.CommandLine.Parsing.CommandResult command, Option option) => command.GetResult(option) is { Implicit: false };
}
