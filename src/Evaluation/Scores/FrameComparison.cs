using LiVOS.Media;

namespace LiVOS.Evaluation.Scores;

/// <summary>J and F of every object that truth or prediction shows in one frame.</summary>
/// <param name="Objects">By id.</param>
internal sealed record FrameComparison(IReadOnlyDictionary<int, FrameComparison.ObjectValues> Objects)
{
    /// <summary>Compares the masks of a frame.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static FrameComparison Of((IndexMask Truth, IndexMask Predicted) masks)
    {
        (IndexMask truth, IndexMask predicted) = masks;
        var objects = new Dictionary<int, ObjectValues>();
        foreach (int id in truth.ObjectIds.Union(predicted.ObjectIds))
        {
            Bitmap found = Bitmap.Of(predicted, id), wanted = Bitmap.Of(truth, id);
            objects.Add(
                id,
                new ObjectValues(
                    truth.ObjectIds.Contains(id), predicted.ObjectIds.Contains(id), RegionSimilarity.Of(found, wanted), BoundaryAccuracy.Of(found, wanted)));
        }
        return new FrameComparison(objects);
    }

    /// <summary>The scores of the objects that the truth of any frame shows, each from the first frame in which it is seen at all.</summary>
    public static IReadOnlyList<ObjectScore> ByObject(IReadOnlyList<string> names, IReadOnlyList<FrameComparison> frames) =>
    [
        .. from frame in frames
           from pair in frame.Objects
           where pair.Value.InTruth
           group pair by pair.Key into known
           orderby known.Key
           select ScoreOf(known.Key, names, frames),
    ];

    private static ObjectScore ScoreOf(int id, IReadOnlyList<string> names, IReadOnlyList<FrameComparison> frames)
    {
        int first = Enumerable.Range(0, frames.Count).First(i => frames[i].Objects.ContainsKey(id));
        FrameScore[] scores = [.. Enumerable.Range(first, frames.Count - first).Select(i => ScoreIn(frames[i], names[i]))];
        return new ObjectScore(
            id, scores.Length, Measure.OfFrames([.. scores.Select(score => score.J)]), Measure.OfFrames([.. scores.Select(score => score.F)]), scores);

        // What neither shows, they agree on.
        FrameScore ScoreIn(FrameComparison frame, string name) =>
            frame.Objects.TryGetValue(id, out ObjectValues values) ? new FrameScore(name, values.J, values.F) : new FrameScore(name, 1, 1);
    }

    /// <summary>An object in the frame.</summary>
    /// <param name="InTruth">Whether the truth shows it.</param>
    /// <param name="InPrediction">Whether the prediction shows it.</param>
    /// <param name="J">Region similarity.</param>
    /// <param name="F">Boundary accuracy.</param>
    internal readonly record struct ObjectValues(bool InTruth, bool InPrediction, double J, double F);
}
