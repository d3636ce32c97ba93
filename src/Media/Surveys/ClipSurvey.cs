using LiVOS.Files;

namespace LiVOS.Media.Surveys;

/// <summary>The questions that a survey answers.</summary>
/// <param name="Clip">A folder of frames, or a video.</param>
/// <param name="Masks">Masks' files, each with <c>@FRAME</c> at its end where it is told to which frame it belongs, and folders of masks.</param>
public sealed record ClipQuery(string Clip, params IReadOnlyList<string> Masks)
{
    /// <summary>The frames that are taken.</summary>
    public FrameSelection Selection { get; init; } = FrameSelection.All;

    /// <summary>How masks are read.</summary>
    public MaskOptions Options { get; init; } = MaskOptions.Plain;

    /// <summary>The shorter side of frames as the network will see them; null for their own.</summary>
    public int? Size { get; init; }

    /// <summary>Whether the masks are results, of which each stands for itself: nothing will be followed from them.</summary>
    public bool AreResults { get; init; }
}

/// <summary>
/// The findings about a clip and its given masks, from every frame's header and every mask, before anything is computed.
/// </summary>
public sealed class ClipSurvey
{
    private ClipSurvey(IFrameList frames, MaskSource masks, IReadOnlyList<SurveyedMask> given) => (Frames, Masks, Given) = (frames, masks, given);

    /// <summary>The frames.</summary>
    public IFrameList Frames { get; }

    /// <summary>The masks, ready to be read.</summary>
    public MaskSource Masks { get; }

    /// <summary>All frames that have a mask, those that show no object included, in rising order.</summary>
    public required IReadOnlyList<int> MaskedFrames { get; init; }

    /// <summary>The masks as they were found, in the order of their frames, from the first that shows an object.</summary>
    public IReadOnlyList<SurveyedMask> Given { get; }

    /// <summary>All objects that the masks show, in rising order.</summary>
    public IReadOnlyList<int> ObjectIds => [.. Given.SelectMany(mask => mask.NewIds).Order()];

    /// <summary>How many masks bring objects that no mask before shows.</summary>
    public int Introductions => Given.Count(mask => mask.NewIds.Count > 0);

    /// <summary>Whether the frames' order, which is that of the numbers in their names, is not that of their names as text.</summary>
    public bool IsNumberOrder { get; private init; }

    /// <summary>Files that lie beside frames and masks and are not used.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>Surprises in the input: whole sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>All files that will be read.</summary>
    public IEnumerable<string> Files =>
        (Frames is FrameFolder folder ? Enumerable.Range(0, folder.Count).Select(folder.Path) : [])
            .Concat(Masks.Parts.Select(each => each.Part.Path).Distinct());

    /// <summary>Looks at a folder of frames, and at its masks.</summary>
    /// <param name="query">Where it lies.</param>
    /// <param name="problems">Takes all that is wrong.</param>
    /// <returns>What was found; null where that is no use.</returns>
    public static ClipSurvey? Of(ClipQuery query, Problems problems)
    {
        FrameFiles? files = problems.Try(() => FrameFiles.Of(query.Clip, query.Masks));
        if (files is null)
        {
            AddMissing(query, problems);
            return null;
        }
        if (query.Selection != FrameSelection.All) files = files with { Paths = Selected(files.Paths, query, problems) };
        if (files.Paths.Length == 0) return null;
        var size = FrameSizes.Check(files.Paths, problems);
        FrameFolder frames = FrameFolder.Of(files.Paths, size?.Width ?? 1, size?.Height ?? 1, problems);
        bool isOrdinal = NaturalOrder.IsOrdinal([.. files.Paths.Select(path => Path.GetFileName(path)!)]);
        return Of(query, frames, isSized: size is not null, files.LeftOut, isNumberOrder: !isOrdinal, DecoderWarnings(files.Paths), problems);
    }

    private static string[] DecoderWarnings(string[] paths)
    {
        bool hasJpeg = paths.Any(path => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg");
        return hasJpeg && Jpeg.WhyInexact is string why ? [why] : [];
    }

    /// <summary>Looks at the masks of a video.</summary>
    /// <param name="query">Where they lie.</param>
    /// <param name="frames">The video's frames.</param>
    /// <param name="problems">Takes all that is wrong.</param>
    /// <returns>What was found; null where that is no use.</returns>
    public static ClipSurvey? Of(ClipQuery query, IFrameList frames, Problems problems) =>
        Of(query, frames, isSized: true, leftOut: [], isNumberOrder: false, warnings: [], problems);

    /// <summary>Tells which masks are not there, where the clip is no use.</summary>
    public static void AddMissing(ClipQuery query, Problems problems)
    {
        foreach (string path in query.Masks.Select(path => MaskAddress.Of(path).Path))
            if (FileStatus.Of(path).Kind == FileKind.Missing) problems.Add(MaskPlacement.Missing(path));
    }

    private static string[] Selected(string[] paths, ClipQuery query, Problems problems)
    {
        FrameSelection selection = query.Selection;
        if (selection.CountOf(paths.Length) == 0)
            problems.Add($"'{query.Clip}' has {paths.Length} frames, numbered from 0, and --start {selection.Start} leaves none of them; give a smaller one.");
        return [.. Enumerable.Range(0, selection.CountOf(paths.Length)).Select(index => paths[selection.SourceOf(index)])];
    }

    private static ClipSurvey? Of(
        ClipQuery query, IFrameList frames, bool isSized, IReadOnlyList<LeftOut> leftOut, bool isNumberOrder, string[] warnings, Problems problems)
    {
        MaskPlacement placement = MaskPlacement.Find(query.Masks, frames, query.Selection, query.Options, problems);
        if (!isSized) return null; // there is nothing to compare masks with

        var masks = new MaskSurvey(frames, new MaskReader(query.Options), query.Size, query.AreResults, problems);
        MaskSource? source = masks.Look(placement.Masks);
        return source is null || problems.All.Count > 0 ? null : new ClipSurvey(frames, source, masks.Found)
        {
            MaskedFrames = [.. placement.Masks.Select(mask => mask.Frame)],
            IsNumberOrder = isNumberOrder,
            LeftOut = [.. leftOut, .. placement.LeftOut],
            Warnings = [.. masks.Warnings, .. warnings],
        };
    }
}
