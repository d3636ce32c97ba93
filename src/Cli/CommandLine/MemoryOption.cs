using System.CommandLine;

namespace LiVOS.Cli.CommandLine;

/// <summary>The option that limits the memory.</summary>
internal sealed class MemoryOption
{
    /// <summary>Its name.</summary>
    public const string Name = "--memory";

    private readonly Option<long?> _memory, _formerly;

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="description">What it does.</param>
    public MemoryOption(Command command, string description = "The memory limit, such as 4GB or 512MiB; by default the free memory.")
    {
        (_memory, _formerly) = (Create(Name, description), Create("--memory-limit", description));
        _formerly.Hidden = true;
        command.Options.Add(_memory);
        command.Options.Add(_formerly);
    }

    /// <summary>The bytes that may be used; null for the free memory.</summary>
    public long? Bytes(ParseResult parse) => parse.GetValue(_memory) ?? parse.GetValue(_formerly);

    private static Option<long?> Create(string name, string description) => new(name)
    {
        HelpName = "SIZE",
        Description = description,
        CustomParser = result =>
        {
            if (MemorySize.Parse(result.Tokens[0].Value, out long bytes) is not string fault) return bytes;
            result.AddError($"{name}: {fault}");
            return null;
        },
    };
}
