using System.Reflection;
using System.Text.RegularExpressions;
using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Tests;

/// <summary>Every exit code is explained: in the help and in docs/exit-codes.md.</summary>
public sealed class ExitCodeTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs/exit-codes.md"));

    [Fact]
    public void Every_code_has_a_meaning() => Assert.Equal(
        typeof(ExitCode).GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!)
            .Order(),
        ExitCode.All.Select(entry => entry.Code));

    [Fact]
    public void The_page_has_the_same_table() =>
        Assert.Equal(ExitCode.All.Select(entry => ($"{entry.Code}", entry.Meaning)), Rows(@"^\| (\d+) \| (.+) \|$"));

    [Fact]
    public void The_page_has_what_commands_mean_by_1() =>
        Assert.Equal(ExitCode.OfCommands.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)), Rows(@"^\| `livos (\w+)` \| (.+) \|$").Order());

    [Fact]
    public async Task Help_has_them_all()
    {
        string[] commands = [.. LivosCommand.Create().Subcommands.Select(command => command.Name)];
        Assert.Superset(ExitCode.OfCommands.Keys.ToHashSet(), commands.ToHashSet());
        foreach (string[] args in (string[][])[[], .. commands.Select(command => new[] { command })])
        {
            string help = (await Livos.RunAsItStandsAsync([.. args, "--help"])).Succeeded().Output;
            Assert.All(ExitCode.All, entry => Assert.Matches($@"\n  {entry.Code} +.*{Regex.Escape(entry.Meaning)}", help));
            if (args is [string command] && ExitCode.OfCommands.TryGetValue(command, out string? meaning)) Assert.Contains(meaning, help);
        }
    }

    private static IEnumerable<(string, string)> Rows(string pattern) =>
        Regex.Matches(s_page, pattern, RegexOptions.Multiline).Select(row => (row.Groups[1].Value, row.Groups[2].Value));
}
