using System.CommandLine;

namespace LiVOS.Cli.CommandLine;

/// <summary>Suggests options, commands and values in place of those that do not exist.</summary>
internal static class Suggestions
{
    /// <summary>For an option of a command: another name for it, a close name, or the commands that have it. Empty where nothing is near.</summary>
    /// <param name="typed">The option as it was typed, with its dashes.</param>
    /// <param name="command">The command.</param>
    public static string ForOption(string typed, Command command)
    {
        string name = typed.TrimStart('-');
        string[] names = [.. Visible(command).Select(option => option.Name)];
        if (names.Contains(typed)) return $" Give it after the command: {UsageErrors.NameOf(command)} {typed} ...";
        if (Synonyms.OfOption(name).FirstOrDefault(known => names.Contains(known.Split(' ')[0])) is string synonym) return DidYouMean(synonym);
        if (CloseNames.Near(name, names, known => known.TrimStart('-')) is string near) return DidYouMean(near);
        Command[] others = [.. Siblings(command).Where(other => Visible(other).Any(option => option.Name == typed))];
        return others.Length == 0 ? "" : $" It is an option of {string.Join(", ", others.Select(UsageErrors.NameOf))}.";
    }

    /// <summary>For a command; empty if none is close.</summary>
    /// <param name="typed">The command as it was typed.</param>
    /// <param name="root">The program.</param>
    public static string ForCommand(string typed, RootCommand root)
    {
        if (Synonyms.OfCommand(typed) is [string synonym, ..]) return DidYouMean($"{UsageErrors.NameOf(root)} {synonym}");
        if (CloseNames.Near(typed, [.. root.Subcommands.Select(command => command.Name)], name => name) is string near)
            return DidYouMean($"{UsageErrors.NameOf(root)} {near}");
        return Path.Exists(typed) ? DidYouMean($"{UsageErrors.NameOf(root)} segment {typed}") : "";
    }

    /// <summary>For one of a few values; empty if none is close.</summary>
    public static string ForValue(string typed, IReadOnlyList<string> values) => CloseNames.Near(typed, values, value => value) is string near
        ? DidYouMean(near)
        : "";

    /// <summary>The sentence that suggests a name.</summary>
    public static string DidYouMean(string name) => $" Did you mean '{name}'?";

    private static IEnumerable<Option> Visible(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
        .Where(option => !option.Hidden);

    private static IEnumerable<Command> Siblings(Command command) =>
        command.Parents.OfType<Command>().Append(command).SelectMany(parent => parent.Subcommands).Where(other => other != command);
}
