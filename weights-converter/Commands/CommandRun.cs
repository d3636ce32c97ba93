using System.CommandLine;
using LiVOS.Weights;
using Spectre.Console;

namespace LiVOS.WeightsConverter.Commands;

/// <summary>What the commands share: exit codes, and printing texts from files of strangers.</summary>
internal static class CommandRun
{
    /// <summary>All is well.</summary>
    public const int Done = 0;

    /// <summary>The command did its work, and the network cannot use the file.</summary>
    public const int NotUsable = 1;

    /// <summary>The input cannot be read, or the output not written.</summary>
    public const int BadInput = 2;

    // Tables printed into a file or a pipe have no terminal's width to keep to.
    private const int PipeWidth = 160;

    /// <summary>Runs a command's work on a thread of its own, so that a signal to end is heard; bad input becomes one sentence on the error stream.</summary>
    public static Task<int> GuardAsync(ParseResult result, Func<int> work) => Task.Run(() => Guard(result, work));

    private static int Guard(ParseResult result, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (WeightsException e)
        {
            result.InvocationConfiguration.Error.WriteLine(Printable(e.Message));
            return BadInput;
        }
    }

    /// <summary>The console behind the command's output.</summary>
    public static IAnsiConsole Console(ParseResult result)
    {
        AnsiConsoleOutput output = new(result.InvocationConfiguration.Output);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = PipeWidth;
        return console;
    }

    /// <summary>Text out of a file, with nothing in it that would steer a terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    /// <summary>A size with its unit.</summary>
    public static string Size(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:0.0} kB" : $"{bytes / 1e6:0.0} MB";
}
