using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.CommandLine;

/// <summary>The usual help, with the exit codes below it.</summary>
/// <param name="help">The usual help.</param>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>The columns below which help is not laid out.</summary>
    private const int Narrowest = 60;

    public override bool ClearsParseErrors => true;

    /// <summary>Adds the exit codes to a program's help.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
            if (option.Action is HelpAction help) option.Action = new HelpWithExitCodes(help);
    }

    public override int Invoke(ParseResult parse)
    {
        help.MaxWidth = Math.Max(help.MaxWidth, Narrowest);
        int code = help.Invoke(parse);
        TextWriter output = parse.InvocationConfiguration.Output;
        output.WriteLine("Exit codes:");
        string? ofCommand = ExitCode.OfCommands.GetValueOrDefault(parse.CommandResult.Command.Name);
        foreach ((int number, string meaning) in ExitCode.All)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {number,-4} {(number == ExitCode.Fault && ofCommand is not null ? $"{ofCommand} Or: {meaning}" : meaning)}"));
        output.WriteLine();
        return code;
    }
}
