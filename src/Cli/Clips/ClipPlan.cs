using LiVOS.Media.Surveys;
using LiVOS.Model;

namespace LiVOS.Cli.Clips;

/// <summary>The plan of a run, printed before it begins.</summary>
/// <param name="Frames">How many frames there are; null where only the end tells.</param>
/// <param name="First">The name of the first.</param>
/// <param name="Last">The name of the last; null where only the end tells.</param>
/// <param name="Order">Whether frames are ordered by <c>name</c>, or by the <c>number</c>s in their names where that is another order.</param>
/// <param name="Width">Their width.</param>
/// <param name="Height">Their height.</param>
/// <param name="NetworkWidth">Their width as the network sees them.</param>
/// <param name="NetworkHeight">Their height as the network sees them.</param>
/// <param name="Masks">The given masks.</param>
/// <param name="LeftOut">What lies beside frames and masks and is not used.</param>
/// <param name="Warnings">What is surprising.</param>
/// <param name="Done">How many frames have their results from an earlier run.</param>
internal sealed record ClipPlan(
    int? Frames, string First, string? Last, string Order, int Width, int Height, int NetworkWidth, int NetworkHeight,
    IReadOnlyList<SurveyedMask> Masks, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Warnings, int Done)
{
    /// <summary>How many masks and files are listed one by one.</summary>
    private const int MostTold = 5;

    /// <summary>The frame on which the first mask lies.</summary>
    public int FirstMaskFrame => Masks[0].Frame;

    /// <summary>The objects, in rising order.</summary>
    public IReadOnlyList<int> ObjectIds => [.. Masks.SelectMany(mask => mask.NewIds).Order()];

    /// <summary>Describes a run.</summary>
    public static ClipPlan Of(ClipSurvey survey, FrameGeometry geometry, IEnumerable<string> warnings, int done) => new(
        CountOf(survey), survey.Frames.Name(0), CountOf(survey) is int count ? survey.Frames.Name(count - 1) : null, survey.IsNumberOrder ? "number" : "name",
        survey.Frames.Width, survey.Frames.Height, geometry.Width, geometry.Height, survey.Given, survey.LeftOut, [.. survey.Warnings, .. warnings], done);

    /// <summary>Tells it in a few lines.</summary>
    public void Write(TextWriter writer)
    {
        string seen = (NetworkWidth, NetworkHeight) == (Width, Height)
            ? "as they are"
            : $"{(NetworkHeight > Height ? "enlarged" : "reduced")} to {NetworkWidth}x{NetworkHeight}";
        string frames = Frames is int count ? Count(count, "frame") : "Frames";
        writer.WriteLine($"{frames} of {Width}x{Height}, {(Last is null ? $"from '{First}' on" : $"'{First}' to '{Last}'")}, seen by the network {seen}"
            + (Order == "number" ? "; in the order of their numbers, which is not that of their names as text." : "."));
        writer.WriteLine($"The {(Masks.Count == 1 ? "mask" : $"first of {Masks.Count} masks")} lies on frame {FirstMaskFrame} ('{Masks[0].Name}')"
            + (FirstMaskFrame == 0 ? "." : $"; the {Count(FirstMaskFrame, "frame")} before get black masks."));
        SurveyedMask[] bringing = [.. Masks.Where(mask => mask.NewIds.Count > 0)];
        foreach (SurveyedMask mask in bringing.Take(MostTold))
            writer.WriteLine($"{Capital(IdText.Objects(mask.NewIds))} from frame {mask.Frame} on, by '{mask.Path}'.");
        if (bringing.Length > MostTold)
            writer.WriteLine($"{Capital(IdText.Objects([.. bringing.Skip(MostTold).SelectMany(mask => mask.NewIds).Order()]))} from later masks on.");
        foreach (IGrouping<string, LeftOut> group in LeftOut.GroupBy(file => file.Reason).Take(MostTold))
            writer.WriteLine($"Left out: '{group.First().Path}'{(group.Count() > 1 ? $" and {group.Count() - 1} more" : "")} ({group.Key}).");
        foreach (string warning in Warnings.Take(2 * MostTold)) writer.WriteLine($"Warning: {warning}");
        if (Warnings.Count > 2 * MostTold) writer.WriteLine($"And {Count(Warnings.Count - 2 * MostTold, "more warning")}; --json tells all.");
    }

    private static int? CountOf(ClipSurvey survey) => survey.Frames.Count == int.MaxValue ? null : survey.Frames.Count;

    private static string Count(int count, string name) => $"{count} {name}{(count == 1 ? "" : "s")}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
