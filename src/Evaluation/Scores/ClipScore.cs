using System.Text.Json.Serialization;

namespace LiVOS.Evaluation.Scores;

/// <summary>J and F of an object in a frame.</summary>
/// <param name="Frame">The frame's name.</param>
/// <param name="J">Region similarity, from 0 to 1.</param>
/// <param name="F">Boundary accuracy, from 0 to 1.</param>
public sealed record FrameScore(string Frame, double J, double F);

/// <summary>The scores of an object.</summary>
/// <param name="Id">The object's id.</param>
/// <param name="ScoredFrames">How many frames it counts in: from the first scored one in which truth or prediction shows it.</param>
/// <param name="J">Region similarity over its frames.</param>
/// <param name="F">Boundary accuracy over its frames.</param>
/// <param name="Frames">Its frames' own values; null where they are left out.</param>
public sealed record ObjectScore(
    int Id, int ScoredFrames, Measure J, Measure F,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FrameScore>? Frames)
{
    /// <summary>The mean of J and F.</summary>
    public double JAndF => (J.Mean + F.Mean) / 2;
}

/// <summary>The scores of a clip.</summary>
/// <param name="Name">The clip.</param>
/// <param name="ScoredFrames">How many frames were scored.</param>
/// <param name="Objects">The objects that the truth shows in them, by id.</param>
public sealed record ClipScore(string Name, int ScoredFrames, IReadOnlyList<ObjectScore> Objects)
{
    /// <summary>Region similarity over the objects; null where the truth shows none.</summary>
    public Measure? J { get; } = Objects.Count == 0 ? null : Measure.OfObjects([.. Objects.Select(each => each.J)]);

    /// <summary>Boundary accuracy over the objects; null where the truth shows none.</summary>
    public Measure? F { get; } = Objects.Count == 0 ? null : Measure.OfObjects([.. Objects.Select(each => each.F)]);

    /// <summary>The mean of J and F.</summary>
    public double? JAndF => (J?.Mean + F?.Mean) / 2;

    /// <summary>
    /// The scored frame in which J, the mean over the objects that count in it, is least; null where the frames' own values are not there.
    /// </summary>
    public FrameScore? WorstFrame() =>
        (from each in Objects
         from frame in each.Frames ?? []
         group frame by frame.Frame into values
         select new FrameScore(values.Key, values.Average(frame => frame.J), values.Average(frame => frame.F))).MinBy(frame => frame.J);
}

/// <summary>The scores of a set of clips.</summary>
/// <param name="J">Region similarity over all objects of all clips.</param>
/// <param name="F">Boundary accuracy over all objects of all clips.</param>
/// <param name="Clips">The clips.</param>
public sealed record SetScore(Measure J, Measure F, IReadOnlyList<ClipScore> Clips)
{
    /// <summary>The mean of J and F.</summary>
    public double JAndF => (J.Mean + F.Mean) / 2;

    /// <summary>How many objects there are.</summary>
    public int Objects => Clips.Sum(clip => clip.Objects.Count);

    /// <summary>The same without the single frames' values.</summary>
    public SetScore WithoutFrames() => this with
    {
        Clips = [.. Clips.Select(clip => clip with { Objects = [.. clip.Objects.Select(each => each with { Frames = null })] })],
    };

    /// <summary>The scores of all objects of all clips, each of the same weight; null where no truth shows an object.</summary>
    /// <param name="clips">The clips.</param>
    public static SetScore? Of(IReadOnlyList<ClipScore> clips)
    {
        ObjectScore[] objects = [.. clips.SelectMany(clip => clip.Objects)];
        return objects.Length == 0 ? null
            : new SetScore(Measure.OfObjects([.. objects.Select(each => each.J)]), Measure.OfObjects([.. objects.Select(each => each.F)]), clips);
    }
}
