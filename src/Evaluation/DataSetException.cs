namespace LiVOS.Evaluation;

/// <summary>Folders of clips that do not hold what they should: all that is wrong with them, found before anything runs.</summary>
/// <param name="summary">What it means, without the full stop.</param>
/// <param name="problems">At least one sentence, each of which names a file or folder and says what to do.</param>
public sealed class DataSetException(string summary, IReadOnlyList<string> problems)
    : Exception(problems.Count == 1 ? problems[0]
        : $"{summary}; there are {problems.Count} problems:{string.Concat(problems.Select(problem => "\n- " + problem))}")
{
    /// <summary>The problems.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
