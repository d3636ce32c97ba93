using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Report;

/// <summary>What a report tells.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Facts">Names and values: what was run, how fast, in how much memory.</param>
/// <param name="Scores">The scores; null where there is no truth.</param>
/// <param name="Clips">The clips, in order.</param>
public sealed record ReportPage(string Title, IReadOnlyList<(string Name, string Value)> Facts, SetScore? Scores, IReadOnlyList<ReportClip> Clips)
{
    /// <summary>Frames per second over all clips; null where they are not known.</summary>
    public double? FramesPerSecond { get; init; }
}

/// <summary>What a report tells of a clip.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Masks">The predicted masks, at least one.</param>
public sealed record ReportClip(string Name, MaskFolder Masks)
{
    /// <summary>The frames; null where they are not at hand: masks are shown upon nothing, then.</summary>
    public FrameFolder? Frames { get; init; }

    /// <summary>The true masks; null where they are not at hand.</summary>
    public IMaskSequence? Truth { get; init; }

    /// <summary>The clip's scores; null where it has none.</summary>
    public ClipScore? Score { get; init; }

    /// <summary>Frames per second; null where they are not known.</summary>
    public double? FramesPerSecond { get; init; }
}
