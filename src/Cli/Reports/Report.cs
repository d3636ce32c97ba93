using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiVOS.Cli.Terminal;
using Spectre.Console;

namespace LiVOS.Cli.Reports;

/// <summary>Prints a command's result: as JSON, or for people.</summary>
internal static class Report
{
    // The width of tables in files and pipes.
    private const int PipeWidth = 160;

    /// <summary>Prints a result.</summary>
    /// <param name="output">Receives the result.</param>
    /// <param name="json">Whether as JSON.</param>
    /// <param name="result">The result.</param>
    /// <param name="type">Its JSON type.</param>
    /// <param name="show">Prints it for people.</param>
    public static void Print<T>(TextWriter output, bool json, T result, JsonTypeInfo<T> type, Action<IAnsiConsole> show)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(result, type));
        else show(Console(output));
    }

    /// <summary>A console over a writer. It escapes control characters.</summary>
    public static IAnsiConsole Console(TextWriter writer)
    {
        var output = new ConsoleOutput(writer is MessageWriter messages ? messages.Inner : writer);
        IAnsiConsole console = AnsiConsole.Create(output.IsTerminal
            ? new AnsiConsoleSettings { Out = output }
            : new AnsiConsoleSettings { Out = output, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        if (!output.IsTerminal) console.Profile.Width = PipeWidth;
        console.Pipeline.Attach(new ControlCharacterFilter());
        return console;
    }

    /// <summary>A table in the style of all commands.</summary>
    public static Table Table(params string[] columns) => new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns(columns);

    /// <summary>A list of names and values.</summary>
    public static void Facts(IAnsiConsole console, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(1).PadRight(3)).AddColumn();
        foreach ((string name, string? value) in facts)
            if (value is not null)
                grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(ControlCharacters.EscapeLine(value)));
        console.Write(grid);
    }

    /// <summary>A size in memory, for people.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };

    /// <summary>A speed, for people.</summary>
    public static string Speed(double framesPerSecond) => framesPerSecond < 1 ? $"{1 / framesPerSecond:0.0} s/frame" : $"{framesPerSecond:0.0} fps";
}
