using System.CommandLine;
using System.Reflection;
using LiVOS.Cli.CommandLine;
using LiVOS.Cli.Commands;
using LiVOS.Cli.Devices;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Terminal;
using LiVOS.WeightsConverter.Commands;

namespace LiVOS.Cli;

/// <summary>The program's command line.</summary>
internal static class LivosCommand
{
    /// <summary>Arguments that begin with @ are names like any others, not files with more arguments.</summary>
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    private const string VersionOption = "--version";

    /// <summary>Runs the program.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and errors.</param>
    /// <param name="cancellation">Stops the program between two frames.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var messages = new MessageWriter(error);
        if (args is [VersionOption]) return PrintVersion(output, messages);
        IlgpuSupport.Register();
        ParseResult parse = Create().Parse(args.Length == 0 ? ["--help"] : ShellText.Tidy(args), s_parser);
        IReadOnlyList<string> errors = UsageErrors.Of(parse);
        if (errors.Count > 0)
        {
            foreach (string message in errors) messages.WriteLine(message);
            messages.WriteLine($"Run '{UsageErrors.NameOf(parse.CommandResult.Command)} --help' for usage.");
            return ExitCode.BadInput;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = messages,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Interruption handles signals; a frame may take longer than any limit
        };
        try
        {
            return await parse.InvokeAsync(invocation, cancellation);
        }
        catch (Exception e)
        {
            messages.WriteLine(Failure.Describe(e, parse));
            return Failure.ExitCodeOf(e);
        }
    }

    /// <summary>Answers without the command line, which takes longer to make than this.</summary>
    private static int PrintVersion(TextWriter output, MessageWriter messages)
    {
        try
        {
            output.WriteLine(typeof(LivosCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            messages.WriteLine(Failure.Describe(e));
            return Failure.ExitCodeOf(e);
        }
    }

    /// <summary>The command line with all commands.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new(
            "Tracks objects through a video: give it their masks in one frame, and it gives their masks in all others. "
            + "The network sees frames at --size, small ones enlarged; masks have the frames' own size.")
        {
            SegmentCommand.Create(),
            ClickCommand.Create(),
            AutomaskCommand.Create(),
            StudioCommand.Create(),
            ExportCommand.Create(),
            DemoCommand.Create(),
            SuggestCommand.Create(),
            EvalCommand.Create(),
            ScoreCommand.Create(),
            MergeCommand.Create(),
            ServeCommand.Create(),
            PlanCommand.Create(),
            VerifyCommand.Create(),
            DevicesCommand.Create(),
            KernelsCommand.Create(),
            DownloadCommand.Create(),
            ConvertCommand.Create(),
            InspectCommand.Create(),
        };
        HelpWithExitCodes.AddTo(root);
        return root;
    }
}
