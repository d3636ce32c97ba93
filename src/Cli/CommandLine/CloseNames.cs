namespace LiVOS.Cli.CommandLine;

/// <summary>Finds the names that are close to a mistyped one.</summary>
internal static class CloseNames
{
    private const int Shown = 3;

    /// <summary>The names that the fewest changed letters turn a word into, the closest first.</summary>
    /// <param name="word">The word.</param>
    /// <param name="names">The names to choose from.</param>
    /// <param name="part">The part of a name that the word is compared with.</param>
    public static IReadOnlyList<string> To(string word, IEnumerable<string> names, Func<string, string> part)
    {
        (string Name, int Changes)[] ranked = Rank(word, names, part);
        int most = ranked.Length == 0 ? 0 : Math.Max(ranked[0].Changes, word.Length / 4);
        return [.. ranked.TakeWhile(pair => pair.Changes <= most).Take(Shown).Select(pair => pair.Name)];
    }

    /// <summary>The closest name: a third of the letters may differ, or one is the beginning of the other. Null if there is none.</summary>
    /// <inheritdoc cref="To"/>
    public static string? Near(string word, IReadOnlyList<string> names, Func<string, string> part)
    {
        if (word.Length == 0) return null;
        if (Rank(word, names, part) is [(string closest, int changes), ..] && changes <= (word.Length + 2) / 3) return closest;
        return word.Length < 2 ? null : names.FirstOrDefault(name => IsBeginning(word, part(name)) || IsBeginning(part(name), word));
    }

    private static bool IsBeginning(string of, string name) => name.StartsWith(of, StringComparison.OrdinalIgnoreCase);

    private static (string Name, int Changes)[] Rank(string word, IEnumerable<string> names, Func<string, string> part) =>
        [.. names.Select(name => (name, Changes(word.ToLowerInvariant(), part(name).ToLowerInvariant()))).OrderBy(pair => pair.Item2)];

    /// <summary>Levenshtein's distance: the number of letters to insert, remove or replace.</summary>
    private static int Changes(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
