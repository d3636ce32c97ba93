using System.CommandLine;

namespace LiVOS.Cli.CommandLine;

/// <summary>The option that limits the memory.</summary>
internal sealed class MemoryOption
{
    /// <summary>Its name.</summary>
    public const string Name = "--memory";

    private readonly Option<long?> _memory = Create(Name), _formerly = Create("--memory-limit");

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public MemoryOption(Command command)
    {
        _formerly.Hidden = true;
        command.Options.Add(_memory);
        command.Options.Add(_formerly);
    }

    /// <summary>The bytes that may be used; null for the free memory.</summary>
    public long? Bytes(ParseResult parse) => parse.GetValue(_memory) ?? parse.GetValue(_formerly);

    private static Option<long?> Create(string name) => new(name)
    {
        HelpName = "SIZE",
        Description = "The memory limit, such as 4GB or 512MiB; by default the free memory.",
        CustomParser = result =>
        {
            if (MemorySize.Parse(result.Tokens[0].Value, out long bytes) is not string fault) return bytes;
            result.AddError($"{name}: {fault}");
            return null;
        },
    };
}
