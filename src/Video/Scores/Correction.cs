namespace LiVOS.Video;

/// <summary>A frame whose correction would help: an object's mask begins to be doubtful there.</summary>
/// <param name="Frame">The frame's number.</param>
/// <param name="Id">The object.</param>
/// <param name="Confidence">The mean probability inside its mask there; 0 where it has no pixel.</param>
/// <param name="Frames">How many frames are doubtful from the beginning of the fall on.</param>
/// <param name="LostFrames">In how many of them the object is lost, or out of sight.</param>
/// <param name="Doubt">What the correction may gain: the frames' doubt above the object's usual one, added up.</param>
public sealed record Correction(int Frame, int Id, double Confidence, int Frames, int LostFrames, double Doubt)
{
    /// <summary>Doubt above the usual that does not count.</summary>
    private const double Noise = 0.02;

    /// <summary>Frames without doubt that do not end a fall.</summary>
    private const int Pause = 2;

    /// <summary>Finds the frames whose correction would help most.</summary>
    /// <param name="timeline">How sure the network was.</param>
    /// <param name="count">How many are wanted at most.</param>
    /// <returns>The frames; the one that would help most comes first.</returns>
    /// <remarks>Doubt is one less the confidence. An object's usual doubt is its median over the clip. Frames in a row that are above it are a fall;
    /// it is best corrected where doubt first comes to half of the fall's worst, while the object can still be told, and helps all frames behind.</remarks>
    public static IReadOnlyList<Correction> Suggest(ConfidenceTimeline timeline, int count) =>
    [
        .. timeline.Objects.Values
            .SelectMany(each => FallsOf(timeline.Frames, each))
            .OrderByDescending(fall => fall.Doubt).ThenBy(fall => fall.Frame).Take(count),
    ];

    private static IEnumerable<Correction> FallsOf(IReadOnlyList<int> frames, ObjectConfidence confidence)
    {
        double[] doubts = [.. Enumerable.Range(0, frames.Count).Select(place => 1 - (confidence.At(place) ?? 1))];
        double[] known = [.. Enumerable.Range(0, frames.Count).Where(place => confidence.At(place) is not null).Select(place => doubts[place]).Order()];
        if (known.Length == 0) yield break;
        double usual = known[known.Length / 2];
        for (int place = 0; place < doubts.Length; place++)
        {
            if (Excess(place) == 0) continue;
            int end = place + 1;
            for (int next = end; next < doubts.Length && next < end + Pause + 1; next++)
                if (Excess(next) > 0)
                    end = next + 1;
            yield return Fall(place, end);
            place = end;
        }

        double Excess(int place) => confidence.At(place) is null || doubts[place] - usual < Noise ? 0 : doubts[place] - usual;

        Correction Fall(int first, int end)
        {
            int[] places = [.. Enumerable.Range(first, end - first)];
            int at = places.First(place => Excess(place) >= 0.5 * places.Max(Excess));
            return new Correction(frames[at], confidence.Id, 1 - doubts[at], places.Length, places.Count(confidence.IsLostAt), places.Sum(Excess));
        }
    }
}
