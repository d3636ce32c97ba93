using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Cli.Terminal;
using Spectre.Console;

namespace LiVOS.Cli.Tests;

/// <summary>Standard streams that are closed or full, and text in them that would steer a terminal.</summary>
public sealed class StreamTests : IDisposable
{
    /// <summary>C0, DEL, C1, line separators and bidirectional overrides.</summary>
    private static readonly char[] s_steering =
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl).Where(c => c != '\n'), '\u2028', '\u2029', '\u202A', '\u202B', '\u202C',
            '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069'];

    private readonly MadeUpClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [SkippableTheory]
    [InlineData("2>/dev/full", ExitCode.Done)]
    [InlineData("2>&-", ExitCode.Done)]
    [InlineData(">/dev/full", ExitCode.BadInput)]
    [InlineData(">&-", ExitCode.BadInput)]
    [InlineData(">&- 2>&-", ExitCode.BadInput)]
    [InlineData(">/dev/full 2>/dev/full", ExitCode.BadInput)]
    [InlineData("<&- >&- 2>&-", ExitCode.BadInput)]
    public async Task A_command_that_succeeds(string streams, int code)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/dev/full is of Linux.");
        string segment = $"segment '{_clip.Frames}' --masks '{_clip.Masks}' --out '{_clip.Out}' --size 48 --device cpu";
        string[] others = [$"{segment} --json", "devices", "kernels Argmax", "segment --help", $"inspect '{BundledFiles.Weights}'"];
        foreach (string command in (string[])[segment, "--help", .. LongTests.Only(others)])
        {
            Outcome outcome = await ChildProcess.RunAsync("sh", "-c", $"{ChildProcess.ShellCommand} {command} {streams}");
            Assert.True(outcome.Code == code, $"{command} {streams}: {outcome.Code} {outcome.Error}");
            if (code == ExitCode.BadInput && !streams.Contains("2>")) Assert.Contains("standard output is closed or full", outcome.Error);
        }

        Assert.Equal(4, _clip.Written.Length);
    }

    [SkippableTheory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData(">&- 2>&-")]
    public async Task A_command_that_fails(string streams)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/dev/full is of Linux.");
        string[] others = ["segment", "inspect /no/such"];
        foreach (string command in (string[])["nonsense", "segment /no/such --masks m --out o --device cpu", .. LongTests.Only(others)])
        {
            Outcome outcome = await ChildProcess.RunAsync("sh", "-c", $"{ChildProcess.ShellCommand} {command} {streams}");
            Assert.True(outcome.Code == ExitCode.BadInput, $"{command} {streams}: {outcome.Code} {outcome.Error}");
        }
    }

    [Fact]
    public void Every_control_character_becomes_visible()
    {
        Assert.All(s_steering, c =>
        {
            string escaped = ControlCharacters.Escape($"a{c}b");
            Assert.Equal(3, escaped.Length);
            Assert.DoesNotContain(c, escaped);
            Assert.DoesNotContain(escaped, other => s_steering.Contains(other));
            Assert.Equal(escaped, ControlCharacters.EscapeLine($"a{c}b"));
        });
        Assert.Equal("a\u241B[31mb", ControlCharacters.Escape("a\u001B[31mb"));
        Assert.Equal("a\nb\r\nc\u240Dd", ControlCharacters.Escape("a\nb\r\nc\rd"));
        Assert.Equal("a\u240Ab", ControlCharacters.EscapeLine("a\nb"));
        Assert.Equal("grüße 子 👩‍👩‍👧 עברית", ControlCharacters.Escape("grüße 子 👩‍👩‍👧 עברית"));
    }

    [Fact]
    public void Messages_are_escaped_however_they_are_written()
    {
        var inner = new StringWriter();
        var messages = new MessageWriter(inner);
        foreach (char c in s_steering)
        {
            messages.Write(c);
            messages.Write($"{c}");
            messages.Write([c, c]);
            messages.WriteLine($"{c}");
            messages.WriteLine(c);
            messages.Write("{0}", c);
            messages.WriteLine((object)$"{c}");
        }

        Assert.DoesNotContain(inner.ToString().ReplaceLineEndings("\n"), s_steering.Contains);
    }

    [Fact]
    public void Tables_and_lists_are_escaped()
    {
        var writer = new StringWriter();
        IAnsiConsole console = Report.Console(writer);
        string name = new(s_steering);

        Report.Facts(console, ("name", name));
        console.Write(Report.Table("a").AddRow(new Text(name)).AddRow(Markup.Escape(name)));
        console.WriteLine(name);

        Assert.DoesNotContain(writer.ToString().ReplaceLineEndings("\n"), s_steering.Contains);
    }

    [Fact]
    public async Task Names_in_complaints_and_reports_are_escaped()
    {
        string hostile = _clip["\u001B[2J\u009B31m\u202Ename"];
        foreach (string[] args in new string[][]
        {
            ["segment", hostile, "--masks", _clip.Masks, "--out", _clip.Out],
            ["segment", _clip.Frames, "--masks", hostile, "--out", _clip.Out],
            ["inspect", hostile],
            ["convert", hostile, _clip["x.safetensors"]],
            ["score", "--truth", hostile, "--masks", _clip.Masks],
            ["eval", "--dataset", "d17-val", "--root", hostile, "--out", _clip.Out],
            ["verify", "--goldens", hostile],
            ["kernels", hostile],
            [hostile],
        })
        {
            Outcome outcome = await Livos.RunAsItStandsAsync(args);
            Assert.Equal(ExitCode.BadInput, outcome.Code);
            Assert.Contains("name", outcome.Error);
            Assert.DoesNotContain(outcome.Error.ReplaceLineEndings("\n"), s_steering.Contains);
        }

        Outcome done = (await Livos.RunAsync("segment", _clip.Frames, "--masks", _clip.Masks, "--out", hostile, "--size", "48")).Succeeded();
        Assert.Contains("\u241B[2J", done.Output);
        Assert.DoesNotContain(done.Output.ReplaceLineEndings("\n"), s_steering.Contains);
    }
}
