namespace LiVOS.Testing;

/// <summary>
/// The longest tests, most of them emulations of GPUs. They run where <c>LIVOS_LONG_TESTS</c> is set, as in CI. A whole test bears the category Long;
/// a list of cases or devices leaves its longest out by this.
/// </summary>
public static class LongTests
{
    /// <summary>Whether they run.</summary>
    public static bool AreIncluded { get; } = Environment.GetEnvironmentVariable("LIVOS_LONG_TESTS") is { Length: > 0 };

    /// <summary>Cases that only run among the longest tests; none otherwise.</summary>
    public static IEnumerable<T> Only<T>(params T[] cases) => AreIncluded ? cases : [];
}
