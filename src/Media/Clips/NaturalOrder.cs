namespace LiVOS.Media;

/// <summary>
/// The order in which people count: <c>frame2</c> before <c>frame10</c>. Digits that follow each other are one number, however many;
/// everything else is compared as text, character by character.
/// </summary>
public sealed class NaturalOrder : IComparer<string>
{
    private NaturalOrder()
    {
    }

    /// <summary>The order.</summary>
    public static NaturalOrder Comparer { get; } = new();

    /// <summary>Whether names that are in this order are in the plain order of text, too.</summary>
    /// <param name="names">The names, in natural order.</param>
    public static bool IsOrdinal(IReadOnlyList<string> names) =>
        !Enumerable.Range(1, Math.Max(0, names.Count - 1)).Any(i => string.CompareOrdinal(names[i - 1], names[i]) > 0);

    /// <summary>Compares two names. Only equal ones are equal: of numbers that differ in leading zeros alone, the order of text decides.</summary>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return string.CompareOrdinal(x, y);
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            int order;
            if (char.IsAsciiDigit(x[i]) && char.IsAsciiDigit(y[j])) order = CompareNumbers(TakeNumber(x, ref i), TakeNumber(y, ref j));
            else order = x[i++].CompareTo(y[j++]);
            if (order != 0) return order;
        }
        int rest = (x.Length - i).CompareTo(y.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    /// <summary>Of numbers without leading zeros the longer is larger; so none need fit a number type.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> x, ReadOnlySpan<char> y) =>
        x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);

    private static ReadOnlySpan<char> TakeNumber(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text.AsSpan(start, at - start).TrimStart('0');
    }
}
