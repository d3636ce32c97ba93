using System.Text.RegularExpressions;

namespace LiVOS.Cli.Tests;

/// <summary>The links and anchors of a Markdown page, as GitHub shows them.</summary>
internal sealed partial class MarkdownPage
{
    public IReadOnlyList<string> Links { get; }

    /// <summary>Paths of this repository in inline code.</summary>
    public IReadOnlyList<string> Paths { get; }

    public IReadOnlySet<string> Anchors { get; }

    public MarkdownPage(string text)
    {
        string prose = CodeBlock().Replace(text.ReplaceLineEndings("\n"), "\n");
        Paths = [.. InlineCode().Matches(prose).Select(match => match.Groups[1].Value).Where(code => RepositoryPath().IsMatch(code))];
        Links = [.. Link().Matches(InlineCode().Replace(prose, "code")).Select(match => match.Groups[1].Value)];
        var anchors = new HashSet<string>();
        foreach (Match heading in Heading().Matches(prose))
        {
            string anchor = AnchorOf(heading.Groups[1].Value), unique = anchor;
            for (int i = 1; !anchors.Add(unique); i++) unique = $"{anchor}-{i}";
        }
        Anchors = anchors;
    }

    private static string AnchorOf(string heading) =>
        NotInAnchor().Replace(Link().Replace(heading, match => match.Value[1..match.Value.IndexOf(']', StringComparison.Ordinal)]), "")
            .Trim().ToLowerInvariant().Replace(' ', '-');

    /// <summary>Between fences, or indented after an empty line.</summary>
    [GeneratedRegex(@"^```.*?^```|(?<=\n\n|^#[^\n]*\n)(?:    [^\n]*\n)+", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^(?:src|tests|docs|bench|models|samples|training|weights-converter)/[\w./-]+$")]
    private static partial Regex RepositoryPath();
}
