using LiVOS.Media;

namespace LiVOS.Evaluation;

/// <summary>Folders of clips that do not hold what they should: all that is wrong with them, found before anything runs.</summary>
/// <param name="summary">What it means, without the full stop.</param>
/// <param name="problems">At least one sentence, each of which names a file or folder and says what to do.</param>
public sealed class DataSetException(string summary, IReadOnlyList<string> problems) : Exception(Media.Problems.Listing(summary, problems))
{
    /// <summary>The problems.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>Ends what collects <see cref="Problems"/> of data sets.</summary>
internal static class DataSetProblems
{
    /// <summary>Tells the problems, if there are any.</summary>
    /// <exception cref="DataSetException">There are.</exception>
    public static void ThrowIfAny(this Problems problems, string summary)
    {
        if (problems.All is { Count: > 0 } all) throw new DataSetException(summary, all);
    }
}
