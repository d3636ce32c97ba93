using System.CommandLine;
using System.CommandLine.Parsing;
using LiVOS.Evaluation;
using LiVOS.Media;
using LiVOS.Runtime;
using LiVOS.Runtime.Registry;
using LiVOS.Weights;

namespace LiVOS.Cli.Errors;

/// <summary>Maps exceptions to exit codes and messages. It separates errors that the user can mend from faults of the program.</summary>
internal static class Failure
{
    /// <summary>The exit code for an error.</summary>
    public static int ExitCodeOf(Exception error) => Unwrap(error) switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        Exception cause when IsBadInput(cause) => ExitCode.BadInput,
        _ => ExitCode.Fault,
    };

    /// <summary>The message for an error.</summary>
    public static string Describe(Exception error) => Describe(error, parse: null);

    /// <summary>The message for an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="parse">The command line, whose options and files the advice names; null for none.</param>
    public static string Describe(Exception error, ParseResult? parse) => Unwrap(error) switch
    {
        OutOfMemoryException => $"There is not enough memory: {MemoryAdvice(parse)}.",
        OperationCanceledException stop => stop is InterruptedException ? stop.Message : "Stopped.",
        DeviceException device =>
            $"{device.Message}{Environment.NewLine}The {device.Driver} driver or its device cannot do this; update the driver, or give --device cpu.",
        DeviceNotFoundException missing => $"{missing.Message} Choose another device ('livos devices' lists them), or give --device cpu.",
        DeviceSettingsException setting => $"{setting.Message} Leave --{setting.Setting.ToLowerInvariant()} out, or give another --device.",
        Exception file when file is IOException or UnauthorizedAccessException => FileFailure.Describe(file, PathsOf(parse)),
        Exception cause when IsBadInput(cause) => cause.Message,
        _ => $"Internal error, please report it: {error}",
    };

    /// <summary>The cause: threads that work side by side wrap theirs, and are cancelled when one fails.</summary>
    private static Exception Unwrap(Exception error)
    {
        while (error is AggregateException { InnerExceptions.Count: > 0 } several)
            error = several.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? several.InnerExceptions[0];
        return error;
    }

    private static bool IsBadInput(Exception error) => error
        is InputException or DataSetException or MediaException or WeightsException or DeviceMemoryException or DeviceException
        or DeviceNotFoundException or DeviceSettingsException or OutOfMemoryException or IOException or UnauthorizedAccessException;

    /// <summary>The ways in which a command can use less memory.</summary>
    private static string MemoryAdvice(ParseResult? parse)
    {
        string[] options = [.. parse?.CommandResult.Command.Options.Select(option => option.Name) ?? []];
        (string Option, string Advice)[] ways =
        [
            ("--size", "give a smaller --size or fewer objects"), ("--jobs", "fewer --jobs"), ("--frames", "leave --frames out"),
            ("--threads", "fewer --threads"),
        ];
        return string.Join(
            ", ", [.. ways.Where(way => options.Contains(way.Option)).Select(way => way.Advice), "close other programs, or use a machine with more memory"]);
    }

    /// <summary>The files and folders that a command line names.</summary>
    private static string[] PathsOf(ParseResult? parse) => parse is null ? [] :
    [
        .. parse.CommandResult.Children
            .Where(child => child is ArgumentResult { Argument.ValueType: Type argument } && argument == typeof(string)
                || child is OptionResult { Option: { ValueType: Type option, HelpName: not null } } && option == typeof(string))
            .SelectMany(child => child.Tokens).Select(token => token.Value).Where(Path.Exists),
    ];
}
