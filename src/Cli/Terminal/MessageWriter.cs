using System.Text;

namespace LiVOS.Cli.Terminal;

/// <summary>
/// Writes messages for people. Control characters are escaped. If the stream is full or closed, the message is lost and the program
/// continues: its exit code has to suffice.
/// </summary>
/// <param name="inner">The stream.</param>
internal sealed class MessageWriter(TextWriter inner) : TextWriter
{
    /// <summary>The stream itself, for intended terminal control codes.</summary>
    public TextWriter Inner => inner;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => Try(() => inner.Write(ControlCharacters.Escape(value ?? "")));

    /// <summary>Writes a line at once, so that those of several threads do not mix.</summary>
    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (StandardStreams.IsStreamError(error))
        {
            // There is no stream left for a message.
        }
    }
}
