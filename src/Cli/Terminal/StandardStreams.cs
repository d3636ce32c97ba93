namespace LiVOS.Cli.Terminal;

/// <summary>The standard output and error output, which may be closed or full.</summary>
static class StandardStreams
{
    /// <summary>Takes results; a result that cannot be written is an <see cref="InputException"/>.</summary>
    public static TextWriter OpenOutput()
    {
        TextWriter? console = null;
        var output = new ResultWriter(() => console ?? throw new IOException("it cannot be opened"));
        try
        {
            console = Console.Out;
        }
        catch (Exception error) when (IsStreamError(error))
        {
            return output;
        }

        Console.SetOut(output); // who asks whether a writer is the console's compares it with Console.Out
        return Console.Out;
    }

    /// <summary>Takes messages; nothing, where the error output is closed.</summary>
    public static TextWriter OpenError()
    {
        try
        {
            return Console.Error;
        }
        catch (Exception error) when (IsStreamError(error))
        {
            return TextWriter.Null;
        }
    }

    /// <summary>Whether an error is that of a stream that cannot be written.</summary>
    public static bool IsStreamError(Exception error) => error is IOException or UnauthorizedAccessException or ObjectDisposedException;
}
