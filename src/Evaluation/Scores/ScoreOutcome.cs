namespace LiVOS.Evaluation.Scores;

/// <summary>The result of scoring.</summary>
/// <param name="Clips">The scores of the clips that could be scored, in order.</param>
/// <param name="LeftOut">The clips that could not.</param>
/// <param name="Hint">A sentence on what is likely wrong with all of it; null where nothing is.</param>
public sealed record ScoreOutcome(IReadOnlyList<ClipScore> Clips, IReadOnlyList<LeftOutClip> LeftOut, string? Hint);

/// <summary>A clip that could not be scored.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Problems">Why: at least one sentence.</param>
public sealed record LeftOutClip(string Name, IReadOnlyList<string> Problems);
