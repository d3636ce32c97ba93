using System.Text;
using Spectre.Console;

namespace LiVOS.Cli.Terminal;

/// <summary>A writer as Spectre.Console sees it. A terminal of a few columns, in which progress bars never end, is treated like a pipe.</summary>
/// <param name="writer">The writer.</param>
internal sealed class ConsoleOutput(TextWriter writer) : IAnsiConsoleOutput
{
    /// <summary>The columns that a terminal needs for progress and tables.</summary>
    private const int Narrowest = 40;

    private readonly AnsiConsoleOutput _inner = new(writer);

    public TextWriter Writer => _inner.Writer;

    public bool IsTerminal { get; } = new AnsiConsoleOutput(writer) is { IsTerminal: true, Width: >= Narrowest };

    /// <summary>The columns now; a window that becomes too narrow wraps lines.</summary>
    public int Width => Math.Max(Narrowest, _inner.Width);

    public int Height => _inner.Height;

    public void SetEncoding(Encoding encoding) => _inner.SetEncoding(encoding);
}
