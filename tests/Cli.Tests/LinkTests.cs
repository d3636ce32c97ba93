using System.Text.RegularExpressions;

namespace LiVOS.Cli.Tests;

/// <summary>No page and no comment points at a file or a section that is not there.</summary>
public partial class LinkTests
{
    private static readonly string[] s_notOurs = ["bin", "obj", "out", "venv", "shared", "TestResults"];

    public static TheoryData<string> Pages => [.. Files(".md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_of_a_page_lead_somewhere(string page)
    {
        string[] dead = [.. DeadLinks(page, File.ReadAllText(Repository.PathOf(page)))];
        Assert.True(dead.Length == 0, $"{page}: {string.Join(", ", dead)}");
    }

    [Fact]
    public void References_in_source_code_lead_somewhere()
    {
        string[] files = [.. Files(".cs", ".py", ".csproj", ".props")];
        string[] dead = [.. files.SelectMany(file => DeadReferences(File.ReadAllText(Repository.PathOf(file))).Select(dead => $"{file}: {dead}"))];
        Assert.True(dead.Length == 0, string.Join('\n', dead));
    }

    [Theory]
    [InlineData("[a](weights.md)")]
    [InlineData("[a](../README.md#weights), `src/Runtime` and [b](#one).\n## One")]
    [InlineData("[a](https://example.org/x.md) and `[b](nowhere.md)`")]
    [InlineData("```\n[a](nowhere.md)\n```")]
    [InlineData("Code:\n\n    x[i](nowhere.md)\n")]
    public void Good_links_pass(string text) => Assert.Empty(DeadLinks("docs/weights.md", text));

    [Theory]
    [InlineData("[a](nowhere.md)")]
    [InlineData("![a](nowhere.jpg)")]
    [InlineData("[`Code`](../src/Nowhere.cs)")]
    [InlineData("[a](/README.md)")]
    [InlineData("[a](weights.md#nowhere)")]
    [InlineData("[a](#two)\n## One")]
    [InlineData("See `src/Nowhere`.")]
    [InlineData("| [a](nowhere.md) |\n|---|")]
    public void Dead_links_are_found(string text) => Assert.Single(DeadLinks("docs/weights.md", text));

    [Theory]
    [InlineData("/// (docs/network.md#padding, #resnet) and docs/weights.md.", 0)]
    [InlineData("/// docs/nowhere" + ".md", 1)]
    [InlineData("/// (docs/network.md" + "#nowhere)", 1)]
    [InlineData("/// (docs/network.md" + "#padding, #nowhere and #resnet)", 1)]
    [InlineData("/// (SPEC" + " 1.4)", 1)]
    public void Dead_references_are_found(string text, int dead) => Assert.Equal(dead, DeadReferences(text).Count());

    [Theory]
    [InlineData("## How fast, how big", "how-fast-how-big")]
    [InlineData("# The `--json` option", "the---json-option")]
    [InlineData("### A [link](x.md) & more", "a-link--more")]
    [InlineData("## One\n## One", "one-1")]
    public void Anchors_are_those_of_GitHub(string text, string anchor) => Assert.Contains(anchor, new MarkdownPage(text).Anchors);

    private static IEnumerable<string> DeadLinks(string page, string text)
    {
        var links = new MarkdownPage(text);
        string folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (string link in links.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#');
            string target = Path.Combine(folder, parts[0]);
            bool alive = parts switch
            {
                ["", string anchor] => links.Anchors.Contains(anchor),
                [_, string anchor] => File.Exists(target) && new MarkdownPage(File.ReadAllText(target)).Anchors.Contains(anchor),
                _ => File.Exists(target) || Directory.Exists(target),
            };
            if (!alive || Path.IsPathRooted(link)) yield return link;
        }
        foreach (string path in links.Paths.Where(path => !File.Exists(Repository.PathOf(path)) && !Directory.Exists(Repository.PathOf(path))))
            yield return path;
    }

    /// <summary>References look like docs/network.md#padding, and may name more sections: (docs/network.md#padding, #resnet).</summary>
    private static IEnumerable<string> DeadReferences(string text)
    {
        foreach (Match match in Reference().Matches(text))
        {
            string page = Repository.PathOf(match.Groups["page"].Value);
            string[] anchors = [.. match.Groups["anchor"].Captures.Select(capture => capture.Value)];
            if (!File.Exists(page) || anchors.Except(new MarkdownPage(File.ReadAllText(page)).Anchors).Any()) yield return match.Value;
        }
        foreach (Match match in SectionNumber().Matches(text)) yield return match.Value;
    }

    private static IEnumerable<string> Files(params string[] extensions) =>
        Walk(new DirectoryInfo(Repository.Root))
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => Path.GetRelativePath(Repository.Root, file.FullName));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => !inner.Name.StartsWith('.') && !s_notOurs.Contains(inner.Name)).SelectMany(Walk));

    [GeneratedRegex(@"(?<page>docs/[\w-]+\.md)(?:#(?<anchor>[\w-]+)(?:(?:, | and )#(?<anchor>[\w-]+))*)?")]
    private static partial Regex Reference();

    /// <summary>Sections of the specification are named, not numbered.</summary>
    [GeneratedRegex(@"\bSPEC (?:section )?\d")]
    private static partial Regex SectionNumber();
}
