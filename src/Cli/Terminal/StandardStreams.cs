using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Terminal;

/// <summary>The standard output and error output, which may be closed or full.</summary>
internal static class StandardStreams
{
    private const int Output = 1, Error = 2, CloseOnExec = 0x80000;

    /// <summary>Receives results. A result that cannot be written throws an <see cref="InputException"/>.</summary>
    public static TextWriter OpenOutput()
    {
        TextWriter? console = TryOpen(Output, () => Console.Out);
        var output = new ResultWriter(() => console ?? throw new IOException("it cannot be opened"));
        if (console is null) return output;
        Console.SetOut(output); // some code compares writers with Console.Out
        return Console.Out;
    }

    /// <summary>Receives messages; discards them if the error output is closed.</summary>
    public static TextWriter OpenError() => TryOpen(Error, () => Console.Error) ?? TextWriter.Null;

    /// <summary>Whether an error is that of a stream that cannot be written.</summary>
    public static bool IsStreamError(Exception error) => error is IOException or UnauthorizedAccessException or ObjectDisposedException;

    private static TextWriter? TryOpen(int descriptor, Func<TextWriter> open)
    {
        try
        {
            return IsInherited(descriptor) ? open() : null;
        }
        catch (Exception error) when (IsStreamError(error))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a descriptor is still the one that the program was started with. Where that was closed, its number may have become that of one of the
    /// runtime's own files or pipes, which no message may go to; those are closed on exec, as no inherited one is.
    /// </summary>
    private static bool IsInherited(int descriptor)
    {
        if (!OperatingSystem.IsLinux()) return true;
        string? flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return flags is null || (Convert.ToInt64(flags.Split(':')[1].Trim(), fromBase: 8) & CloseOnExec) == 0;
    }
}
