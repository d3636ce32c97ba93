namespace LiVOS.Media;

/// <summary>The frames of a source that a clip takes: every <paramref name="Every"/>th, from one to before another.</summary>
/// <param name="Start">The first frame, from 0.</param>
/// <param name="End">The first frame that is not taken any more; null for the source's end.</param>
/// <param name="Every">1 for all frames, 2 for every other.</param>
public readonly record struct FrameSelection(int Start, int? End, int Every)
{
    /// <summary>All frames.</summary>
    public static FrameSelection All { get; } = new(0, null, 1);

    /// <summary>The number in the source of a frame of the clip.</summary>
    public int SourceOf(int index) => Start + index * Every;

    /// <summary>The number in the clip of a frame of the source; -1 where the clip does not take it.</summary>
    public int IndexOf(int source) =>
        source >= Start && (End is null || source < End) && (source - Start) % Every == 0 ? (source - Start) / Every : -1;

    /// <summary>The first frame of the clip that is a frame of the source or one after it.</summary>
    public int FirstFrom(int source) => source <= Start ? 0 : (source - Start + Every - 1) / Every;

    /// <summary>How many frames are taken.</summary>
    /// <param name="source">How many the source has; <see cref="int.MaxValue"/> where only its end tells.</param>
    public int CountOf(int source)
    {
        int end = Math.Min(End ?? int.MaxValue, source);
        return end == int.MaxValue ? end : end <= Start ? 0 : (end - Start - 1) / Every + 1;
    }
}
