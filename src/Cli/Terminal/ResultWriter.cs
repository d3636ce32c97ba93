using System.Text;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Terminal;

/// <summary>Writes results. Where the stream is full or closed, that is an error with a sentence of its own.</summary>
/// <param name="open">Opens the stream; fails if it is closed.</param>
internal sealed class ResultWriter(Func<TextWriter> open) : TextWriter
{
    private TextWriter? _inner;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Do(writer => writer.Write(value));

    public override void Write(string? value) => Do(writer => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Do(writer => writer.Write(buffer, index, count));

    public override void WriteLine(string? value) => Do(writer => writer.WriteLine(value));

    public override void Flush() => Do(writer => writer.Flush());

    private void Do(Action<TextWriter> write)
    {
        try
        {
            write(_inner ??= open());
        }
        catch (Exception error) when (StandardStreams.IsStreamError(error))
        {
            throw new InputException($"The result cannot be printed: the standard output is closed or full ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
