using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A clip of a data set: what is given, and what is asked for.</summary>
/// <param name="Name">The clip, and the folder of its results.</param>
/// <param name="Frames">Its frames.</param>
/// <param name="Given">The masks that are given.</param>
/// <param name="ObjectIds">The objects that they show, in rising order.</param>
/// <param name="Saved">The names of the frames whose masks are asked for; null for all.</param>
/// <param name="Truth">The ground truth; null if there is none, or too little to be scored.</param>
public sealed record DataSetClip(
    string Name, FrameFolder Frames, IMaskSource Given, IReadOnlyList<int> ObjectIds, IReadOnlySet<string>? Saved, IMaskSequence? Truth)
{
    /// <summary>How many masks are there that are neither truth nor given, or given in part only: the rules want each object's first alone.</summary>
    public int WithheldMasks { get; init; }

    /// <summary>How many given masks bring new objects.</summary>
    public int Introductions { get; init; } = 1;

    /// <summary>How many frames the network sees: from the first given mask on.</summary>
    public int SegmentedFrames => Frames.Count - Given.FirstFrame;

    /// <summary>The names of the frames whose masks are written, in order.</summary>
    public IEnumerable<string> SavedFrames =>
        Enumerable.Range(Given.FirstFrame, SegmentedFrames).Select(Frames.Name).Where(name => Saved?.Contains(name) ?? true);
}
