namespace LiVOS.Evaluation.Scores;

/// <summary>The statistics that DAVIS gives for J or F over the frames of an object, or of the objects of a clip or a set (docs/network.md#averages).</summary>
/// <param name="Mean">The mean, from 0 to 1.</param>
/// <param name="Recall">The share of frames above one half, from 0 to 1.</param>
/// <param name="Decay">The mean of the first quarter of frames less that of the last, from -1 to 1.</param>
public readonly record struct Measure(double Mean, double Recall, double Decay)
{
    /// <summary>Above this a frame counts as recalled.</summary>
    private const double Recalled = 0.5;

    /// <summary>The measure of one object.</summary>
    /// <param name="frames">Its frames' values in order, at least one.</param>
    /// <exception cref="ArgumentException">There are no frames.</exception>
    public static Measure OfFrames(IReadOnlyList<double> frames)
    {
        if (frames.Count == 0) throw new ArgumentException("There is nothing to take the mean of.", nameof(frames));
        double recall = (double)frames.Count(value => value > Recalled) / frames.Count;
        return new Measure(frames.Average(), recall, QuarterMean(frames, 0) - QuarterMean(frames, 3));
    }

    /// <summary>The measure of several objects: the means of theirs, each of the same weight.</summary>
    /// <param name="objects">At least one.</param>
    /// <exception cref="ArgumentException">There are no objects.</exception>
    public static Measure OfObjects(IReadOnlyCollection<Measure> objects)
    {
        if (objects.Count == 0) throw new ArgumentException("There is nothing to take the mean of.", nameof(objects));
        return new Measure(objects.Average(each => each.Mean), objects.Average(each => each.Recall), objects.Average(each => each.Decay));
    }

    /// <summary>
    /// The quarters as davis2017-evaluation cuts them: each begins with the last frame of the one before. (In clips of more than 256 frames
    /// that tool counts frames in a byte, and takes others.)
    /// </summary>
    private static double QuarterMean(IReadOnlyList<double> frames, int quarter)
    {
        int first = Edge(quarter), last = Edge(quarter + 1);
        return frames.Skip(first).Take(last - first + 1).Average();

        int Edge(int i) => (int)(((long)i * (frames.Count - 1) + 2) / 4);
    }
}
