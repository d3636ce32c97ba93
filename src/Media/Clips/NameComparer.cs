using System.Diagnostics.CodeAnalysis;
using System.Text;
using ADRaffy.ENSNormalize;

namespace LiVOS.Media;

/// <summary>
/// Tells whether two file names are one name: macOS takes letters and accents apart (NFD), others keep them together (NFC), and copies
/// between them mix both.
/// </summary>
/// <remarks>A library does it, because this program runs without ICU, where <see cref="string.Normalize()"/> changes nothing.</remarks>
public sealed class NameComparer : IEqualityComparer<string>
{
    private NameComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static NameComparer Instance { get; } = new();

    /// <summary>The form that stands for all forms of a name: NFC.</summary>
    public static string FormOf(string name) => Ascii.IsValid(name) ? name : ENSNormalize.NF.NFC(Whole(name));

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : x == y || FormOf(x) == FormOf(y);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] string name) => FormOf(name).GetHashCode();

    /// <summary>Halves of characters, which no text may hold, are replaced.</summary>
    private static string Whole(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
}
