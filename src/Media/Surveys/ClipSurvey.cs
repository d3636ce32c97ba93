using LiVOS.Files;

namespace LiVOS.Media.Surveys;

/// <summary>The questions that a survey answers.</summary>
/// <param name="Clip">A folder of frames.</param>
/// <param name="Masks">A mask's file, or a folder of masks.</param>
public sealed record ClipQuery(string Clip, string Masks)
{
    /// <summary>How masks are read.</summary>
    public MaskOptions Options { get; init; } = MaskOptions.Plain;

    /// <summary>The shorter side of frames as the network will see them; null for their own.</summary>
    public int? Size { get; init; }
}

/// <summary>
/// The findings about a clip and its given masks, from every frame's header and every mask, before anything is computed.
/// </summary>
public sealed class ClipSurvey
{
    private ClipSurvey(FrameFolder frames, MaskSource masks, IReadOnlyList<SurveyedMask> given) => (Frames, Masks, Given) = (frames, masks, given);

    /// <summary>The frames.</summary>
    public FrameFolder Frames { get; }

    /// <summary>The masks, ready to be read.</summary>
    public MaskSource Masks { get; }

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
    public IEnumerable<string> Files => Enumerable.Range(0, Frames.Count).Select(Frames.Path).Concat(Masks.Parts.Select(each => each.Part.Path));

    /// <summary>Looks at everything.</summary>
    /// <param name="query">Where it lies.</param>
    /// <param name="problems">Takes all that is wrong.</param>
    /// <returns>What was found; null where that is no use.</returns>
    public static ClipSurvey? Of(ClipQuery query, Problems problems)
    {
        FrameFiles? files = problems.Try(() => FrameFiles.Of(query.Clip, query.Masks));
        if (files is null)
        {
            if (FileStatus.Of(query.Masks).Kind == FileKind.Missing) problems.Add(MaskPlacement.Missing(query.Masks));
            return null;
        }
        var size = FrameSizes.Check(files.Paths, problems);
        FrameFolder frames = FrameFolder.Of(files.Paths, size?.Width ?? 1, size?.Height ?? 1, problems);
        MaskPlacement placement = MaskPlacement.Find(query.Masks, frames, query.Options, problems);
        if (size is null) return null; // there is nothing to compare masks with

        var masks = new MaskSurvey(frames, new MaskReader(query.Options), query.Size, problems);
        MaskSource? source = masks.Look(placement.Masks);
        return source is null || problems.All.Count > 0 ? null : new ClipSurvey(frames, source, masks.Found)
        {
            IsNumberOrder = !NaturalOrder.IsOrdinal([.. files.Paths.Select(path => Path.GetFileName(path)!)]),
            LeftOut = [.. files.LeftOut, .. placement.LeftOut],
            Warnings = masks.Warnings,
        };
    }
}
