using System.Text;
using Spectre.Console;

namespace LiVOS.Cli.Terminal;

/// <summary>A writer as Spectre.Console sees it. A terminal of a few columns, in which progress bars never end, is treated like a pipe.</summary>
/// <param name="writer">The writer.</param>
sealed class ConsoleOutput(TextWriter writer) : IAnsiConsoleOutput
{
    /// <summary>The columns that a terminal needs for progress and tables.</summary>
    const int Narrowest = 40;

    readonly AnsiConsoleOutput inner = new(writer);

    public TextWriter Writer => inner.Writer;

    public bool IsTerminal { get; } = new AnsiConsoleOutput(writer) is { IsTerminal: true, Width: >= Narrowest };

    /// <summary>The columns now; a window that becomes too narrow wraps lines.</summary>
    public int Width => Math.Max(Narrowest, inner.Width);

    public int Height => inner.Height;

    public void SetEncoding(Encoding encoding) => inner.SetEncoding(encoding);
}
