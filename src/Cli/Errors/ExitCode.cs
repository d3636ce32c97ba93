namespace LiVOS.Cli.Errors;

/// <summary>The program's exit codes.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>An internal error, or a result that a command reports so (<see cref="OfCommands"/>).</summary>
    public const int Fault = 1;

    /// <summary>The command line or what it names cannot be used; the message says what to change.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM, in the same way.</summary>
    public const int Terminated = 143;

    /// <summary>The meaning of each code.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "Success."),
        (Fault, "An internal error: please report it."),
        (BadInput, "The command line or a file cannot be used, or a result cannot be written; the message says what to change."),
        (Interrupted, "Stopped by Ctrl-C (SIGINT)."),
        (Terminated, "Stopped by SIGTERM."),
    ];

    /// <summary>Further meanings of <see cref="Fault"/> in some commands.</summary>
    public static IReadOnlyDictionary<string, string> OfCommands { get; } = new Dictionary<string, string>
    {
        ["verify"] = "The numbers differ from the recorded ones by more than the bounds.",
        ["eval"] = "A clip was left out of the scores because it cannot be scored.",
        ["score"] = "A clip was left out because it cannot be scored.",
        ["merge"] = "A clip was left out because it cannot be scored.",
        ["convert"] = "The file was converted, but the network cannot use it.",
    };
}
