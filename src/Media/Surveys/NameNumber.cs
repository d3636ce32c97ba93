namespace LiVOS.Media.Surveys;

/// <summary>The number that a name tells: its last digits, however many, without leading zeros.</summary>
internal static class NameNumber
{
    /// <summary>The number of a name without extension; null where it has no digits.</summary>
    public static string? Of(string name)
    {
        int end = name.Length;
        while (end > 0 && !char.IsAsciiDigit(name[end - 1])) end--;
        int start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1])) start--;
        if (start == end) return null;
        string digits = name[start..end].TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    /// <summary>The number of a name as an object's id; null where it is none: 0, or beyond what masks hold.</summary>
    public static int? Id(string name) =>
        Of(name) is { Length: <= 8 } digits && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 0xFFFFFF and var id
            ? id
            : null;
}
