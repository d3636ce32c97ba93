using System.CommandLine;
using LiVOS.Cli.Commands;
using LiVOS.WeightsConverter.Commands;

namespace LiVOS.Cli;

/// <summary>The program's command line.</summary>
static class LivosCommand
{
    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="error">Takes progress and complaints.</param>
    /// <param name="cancellation">Stops the program between two frames.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ParseResult parse = Create().Parse(args.Length == 0 ? ["--help"] : args);
        if (parse.Errors.Count > 0)
        {
            foreach (string message in parse.Errors.Select(fault => fault.Message).Distinct()) error.WriteLine(message);
            error.WriteLine($"'{NameOf(parse)} --help' tells more.");
            return ExitCode.BadInput;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Interruption sees to signals: frames of a minute outlast any time limit
        };
        try
        {
            return await parse.InvokeAsync(invocation, cancellation);
        }
        catch (Exception e)
        {
            error.WriteLine(Failure.Describe(e));
            return Failure.ExitCodeOf(e);
        }
    }

    static RootCommand Create() => new("Follows objects through a video: give it their masks in one frame, and it gives their masks in all others.")
    {
        SegmentCommand.Create(),
        DemoCommand.Create(),
        EvalCommand.Create(),
        ScoreCommand.Create(),
        PlanCommand.Create(),
        VerifyCommand.Create(),
        DevicesCommand.Create(),
        KernelsCommand.Create(),
        ConvertCommand.Create(),
        InspectCommand.Create(),
    };

    static string NameOf(ParseResult parse) => parse.CommandResult.Command is RootCommand ? "livos" : $"livos {parse.CommandResult.Command.Name}";
}
