using LiVOS.Evaluation.Scores;
using LiVOS.Media;

namespace LiVOS.Evaluation.Report;

/// <summary>The content of a report.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Facts">Names and values: what was run, how fast, in how much memory.</param>
/// <param name="Scores">The scores; null if there is no ground truth.</param>
/// <param name="Clips">The clips, in order.</param>
public sealed record ReportPage(string Title, IReadOnlyList<(string Name, string Value)> Facts, SetScore? Scores, IReadOnlyList<ReportClip> Clips)
{
    /// <summary>Frames per second over all clips; null if unknown.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>The clips that could not be scored.</summary>
    public IReadOnlyList<LeftOutClip> LeftOut { get; init; } = [];

    /// <summary>The likely reason if all scores are wrong; null if they look right.</summary>
    public string? Hint { get; init; }
}

/// <summary>The content of a report about a clip.</summary>
/// <param name="Name">The clip.</param>
/// <param name="Masks">The predicted masks.</param>
public sealed record ReportClip(string Name, MaskFolder Masks)
{
    /// <summary>The frames; null if unknown, which shows masks on an empty background.</summary>
    public FrameFolder? Frames { get; init; }

    /// <summary>The ground truth; null if there is none.</summary>
    public IMaskSequence? Truth { get; init; }

    /// <summary>The clip's scores; null if it has none.</summary>
    public ClipScore? Score { get; init; }

    /// <summary>Frames per second; null if unknown.</summary>
    public double? FramesPerSecond { get; init; }
}
