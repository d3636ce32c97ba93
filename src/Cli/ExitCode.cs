namespace LiVOS.Cli;

/// <summary>How the program ends.</summary>
static class ExitCode
{
    public const int Done = 0;

    /// <summary>A fault of the program, or a verification that found differences.</summary>
    public const int Fault = 1;

    /// <summary>The command line or what it names cannot be used; the message says what to change.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;
}
