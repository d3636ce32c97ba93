using System.Text.RegularExpressions;

namespace LiVOS.Cli.Tests;

/// <summary>docs/security.md promises nothing without a test.</summary>
public sealed class SecurityPageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs/security.md"));

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        (string Class, string Method)[] named =
            [.. Regex.Matches(s_page, @"`(\w+Tests)\.(\w+)`").Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
        string[] files = [.. Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)];

        Assert.True(named.Length > 20, $"{named.Length} tests");
        Assert.All(named, test => Assert.Contains(files, path =>
            File.ReadAllText(path) is string text && Regex.IsMatch(text, $@"\bclass {test.Class}\b") && IsTest(text, test.Method)));
    }

    [Fact]
    public void Every_promise_names_a_test()
    {
        string[] promises = [.. s_page.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal))];
        Assert.All(promises, promise => Assert.Matches(@"`\w+Tests\.\w+`", promise));
    }

    /// <summary>A method with one of xunit's attributes above it.</summary>
    private static bool IsTest(string text, string method)
    {
        string[] lines = text.Split('\n');
        int line = Array.FindIndex(lines, line => Regex.IsMatch(line, $@"^\s*public .*\b{method}\("));
        return lines.Take(Math.Max(line, 0)).Reverse().TakeWhile(above => above.Trim() is not ("" or "{" or "}"))
            .Any(above => Regex.IsMatch(above, @"\[(Skippable)?(Fact|Theory|Property)\b"));
    }
}
