namespace LiVOS.Media.Surveys;

/// <summary>Reads all given masks once, and looks for whatever makes them useless or surprising.</summary>
/// <param name="frames">The clip.</param>
/// <param name="reader">Reads the masks.</param>
/// <param name="size">The shorter side as the network sees it; null for the frames' own.</param>
/// <param name="areResults">Whether masks are results, which need not fit each other.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class MaskSurvey(IFrameList frames, MaskReader reader, int? size, bool areResults, Problems problems)
{
    /// <summary>Pixels of masks that are read side by side, and of those that are kept beside the first.</summary>
    private const int MostTogether = 1 << 24, MostKept = 1 << 22;

    private readonly NetworkView? _view = size is int side ? new NetworkView(frames.Width, frames.Height, side) : null;
    private readonly List<SurveyedMask> _found = [];
    private readonly List<string> _warnings = [];
    private readonly Dictionary<int, IndexMask> _known = [];
    private readonly SortedSet<int> _ids = [], _kept = [];
    private MaskRead? _first, _last;
    private MaskFormat _format;
    private int _sizeThatKeeps;
    private bool _voidTold;

    /// <summary>The masks, in order, from the first that shows an object.</summary>
    public IReadOnlyList<SurveyedMask> Found => _found;

    /// <summary>Surprises in the masks.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Looks at masks.</summary>
    /// <param name="masks">The masks in order.</param>
    /// <returns>The masks for a run; null where none can be used.</returns>
    public MaskSource? Look(IList<GivenMask> masks)
    {
        int together = (int)Math.Clamp(MostTogether / ((long)frames.Width * frames.Height), 1, Environment.ProcessorCount);
        foreach (GivenMask[] chunk in masks.Chunk(together))
        {
            var read = new MaskRead?[chunk.Length];
            ParallelFor.Run(chunk.Length, i => read[i] = problems.Try(() => Read(chunk[i]), Place(chunk[i])));
            foreach (MaskRead mask in read.OfType<MaskRead>()) Add(mask);
        }
        if (_first is null)
        {
            if (problems.All.Count == 0 && masks.Count > 0)
                problems.Add($"The mask '{masks[0].Path}'{(masks.Count > 1 ? $" and the {masks.Count - 1} others" : "")} shows no object, only background; "
                    + "mark at least one object in it.");
            return null;
        }
        CheckLost();
        if (_first.Mask.Format == MaskFormat.Grey && _ids.Max < 16 && !areResults)
            _warnings.Add(
                $"'{_first.Given.Path}' looks black in viewers, and so will the results: its ids are grey values ({IdText.Of([.. _ids])} of 255). "
                    + "That is as it should be.");
        return new MaskSource(frames, masks.SkipWhile(mask => mask.Frame < _first.Given.Frame), reader, _known, _first.Mask.As(_format, _first.Mask.Palette));
    }

    /// <summary>Reads a mask and looks at it alone.</summary>
    private MaskRead Read(GivenMask given)
    {
        List<string> notes = [];
        IndexMask mask = reader.Read(given, (path, pixels) => notes.Add($"'{path}' covers {pixels} pixels of other objects of its frame."));
        MaskSource.RequireSize(mask, given.Path, frames);
        MaskInspection look = MaskInspection.Of(mask);
        if (look.Complaint(given.Path, MaskReader.Advice) is string complaint) throw new MediaException(complaint);
        if (reader.Options.Background is int background && !mask.Ids.AsSpan().Contains(0))
            throw new MediaException($"--background {background}: the mask '{given.Path}' does not show {background}.");
        string? inverted = look.BorderId is not int id || reader.Options.Background is not null || areResults || given.IsAnnotated ? null
            : $"In the mask '{given.Path}' id {id} covers more of the picture's border than 0 does, so {id} looks like the background and 0 like an object; "
                + $"give --background {id}, or --background 0 if 0 is the background all the same.";
        return new MaskRead(given, mask, inverted, look.VoidRims, notes);
    }

    /// <summary>Takes the next mask, and looks at it beside those before.</summary>
    private void Add(MaskRead next)
    {
        (GivenMask given, IndexMask mask) = (next.Given, next.Mask);
        _warnings.AddRange(next.Notes);
        if (next.VoidRims && !_voidTold)
        {
            _voidTold = true;
            _warnings.Add(
                $"In '{given.Path}' 255 only rims other ids, as data sets mark pixels without a label; it will be followed as an object: "
                    + "set it to 0 if it is none.");
        }
        if (_first is null && mask.ObjectIds.Count == 0)
        {
            if (!areResults) _warnings.Add($"'{given.Path}' shows no object, only background, so it is left out.");
            return;
        }
        if (next.Inverted is string inverted && _first is null) problems.Add(inverted, Place(given));
        else if (next.Inverted is not null) _warnings.Add(next.Inverted);

        if (_first is null) (_first, _format) = (next, mask.Format);
        else if (_first.Mask.Format == MaskFormat.RgbIds != (mask.Format == MaskFormat.RgbIds))
            problems.Add(MaskSource.OtherKind(_first.Given.Path, _first.Mask.Format, given.Path, mask.Format), Place(given));
        else if (mask.Format == MaskFormat.Grey16 && mask.ObjectIds is [.., > 255]) _format = MaskFormat.Grey16;

        if (_last is not null && !areResults) _warnings.AddRange(MaskComparison.Warnings(_last.Mask, _last.Given.Path, mask, given.Path));
        _last = next;
        NoteLost(given, mask);
        int[] added = [.. mask.ObjectIds.Where(_ids.Add)];
        _found.Add(new SurveyedMask(given.Frame, frames.Name(given.Frame), given.Path, mask.ObjectIds, added));
        if (_known.Count == 0 || (_known.Count + 1L) * mask.Ids.Length <= MostKept) _known.Add(given.Frame, mask);
    }

    private void NoteLost(GivenMask given, IndexMask mask)
    {
        int[] lost = _view?.Lost(mask) ?? [];
        _kept.UnionWith(mask.ObjectIds.Except(lost));
        if (lost.Length == 0) return;
        int enough = NetworkView.SizeThatKeeps(mask, lost);
        _sizeThatKeeps = Math.Max(_sizeThatKeeps, enough);
        _warnings.Add(
            $"In '{given.Path}' {IdText.Objects(lost)} {(lost.Length == 1 ? "vanishes" : "vanish")} where frames are reduced to --size {size}; "
                + $"--size {enough} keeps {(lost.Length == 1 ? "it" : "them")}.");
    }

    private void CheckLost()
    {
        if (_ids.Count > 0 && _kept.Count == 0)
            problems.Add(
                $"In '{_first!.Given.Path}' {IdText.Objects([.. _ids])} {(_ids.Count == 1 ? "is" : "are")} so small that nothing is left where frames are "
                    + $"reduced to --size {size}; give --size {_sizeThatKeeps}, which keeps {(_ids.Count == 1 ? "it" : "them")}.");
    }

    /// <summary>Faults of masks come behind those of frames.</summary>
    private int Place(GivenMask given) => frames.Count == int.MaxValue ? given.Frame : frames.Count + given.Frame;

    /// <summary>A mask as it was read.</summary>
    /// <param name="Given">Where it lies.</param>
    /// <param name="Mask">The mask.</param>
    /// <param name="Inverted">Why 0 seems to be no background in it; null where it is.</param>
    /// <param name="VoidRims">Whether 255 is only a rim in it.</param>
    /// <param name="Notes">What else is surprising in it.</param>
    private sealed record MaskRead(GivenMask Given, IndexMask Mask, string? Inverted, bool VoidRims, IReadOnlyList<string> Notes);
}

/// <summary>A mask that is given.</summary>
/// <param name="Frame">The number of its frame, from 0.</param>
/// <param name="Name">The name of its frame.</param>
/// <param name="Path">Its file, or the folder of its files.</param>
/// <param name="Ids">The objects that it shows.</param>
/// <param name="NewIds">Those of them that no mask before shows.</param>
public sealed record SurveyedMask(int Frame, string Name, string Path, IReadOnlyList<int> Ids, IReadOnlyList<int> NewIds);
