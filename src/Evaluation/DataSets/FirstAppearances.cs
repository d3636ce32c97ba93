using System.Diagnostics.CodeAnalysis;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>
/// Gives what the data sets' rules give: of each object the first mask, and nothing more, however many masks are there.
/// </summary>
internal sealed class FirstAppearances : IMaskSource
{
    private readonly SortedList<int, (int Mask, HashSet<int> NewIds)> _newIdsOfFrame;
    private readonly Func<int, IndexMask> _read;

    private FirstAppearances(Appearances found, MaskFormat format, Palette? palette, Func<int, IndexMask> read)
    {
        (_newIdsOfFrame, ShownAgain, Format, Palette, _read) = (found.NewIdsOfFrame, found.ShownAgain, format, palette, read);
        FirstObjectIds = [.. _newIdsOfFrame.Values[0].NewIds.Order()];
    }

    /// <inheritdoc/>
    public int FirstFrame => _newIdsOfFrame.Keys[0];

    /// <inheritdoc/>
    public IReadOnlyList<int> Frames => [.. _newIdsOfFrame.Keys];

    /// <inheritdoc/>
    public MaskFormat Format { get; }

    /// <inheritdoc/>
    public Palette? Palette { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds { get; }

    /// <summary>How many masks bring new objects.</summary>
    public int Introductions => _newIdsOfFrame.Count;

    /// <summary>How many masks show objects again; of these, only what is new is given.</summary>
    public int ShownAgain { get; }

    /// <summary>Reads all masks of a clip once, and remembers where each object is first seen; a mask that cannot be read is a problem.</summary>
    /// <exception cref="MediaException">No mask shows an object.</exception>
    public static FirstAppearances Find(MaskFolder masks, FrameFolder frames, Problems problems, int clip)
    {
        Appearances found = In(masks, frames, problems, clip);
        if (found.NewIdsOfFrame.Count == 0)
            throw new MediaException($"The masks in '{masks.Folder}' show no object, only background; mark at least one object.");
        var source = MaskSource.Open(masks.Path(found.NewIdsOfFrame.Values[0].Mask), frames);
        return new FirstAppearances(found, source.Format, source.Palette, mask => source.Sized(masks.Path(mask)));
    }

    /// <summary>The same of a BURST sequence.</summary>
    /// <exception cref="MediaException">A mask's frame is not in the clip or not in order, or no mask shows an object.</exception>
    public static FirstAppearances Find(RunLengthSequence masks, FrameFolder frames, Problems problems, int clip)
    {
        int last = -1;
        for (int i = 0; i < masks.Count; i++)
        {
            int frame = frames.IndexOf(masks.Name(i));
            if (frame < 0)
                throw new MediaException($"'{masks.Path(i)}' is annotated, but is not one of all the sequence's frames; unpack the data set again.");
            if (frame <= last) throw new MediaException($"'{masks.Path(i)}' is not in the order of the sequence's frames; unpack the data set again.");
            last = frame;
        }
        Appearances found = In(masks, frames, problems, clip);
        if (found.NewIdsOfFrame.Count == 0)
            throw new MediaException($"'{masks.Path(0)}' and all frames after it show no object; at least one is needed.");
        return new FirstAppearances(found, masks.Format, Palette.Davis, masks.Read);
    }

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        mask = null;
        if (!_newIdsOfFrame.TryGetValue(frame, out (int Mask, HashSet<int> NewIds) given)) return false;
        IndexMask whole = _read(given.Mask);
        mask = new IndexMask(whole.Width, whole.Height, [.. whole.Ids.Select(id => given.NewIds.Contains(id) ? id : 0)], whole.Format, whole.Palette);
        return true;
    }

    private static Appearances In(IMaskSequence masks, FrameFolder frames, Problems problems, int clip)
    {
        var seen = new HashSet<int>();
        var newIdsOfFrame = new SortedList<int, (int, HashSet<int>)>();
        int shownAgain = 0;
        foreach (int i in Enumerable.Range(0, masks.Count).OrderBy(i => frames.IndexOf(masks.Name(i))))
        {
            IReadOnlyList<int> ids = problems.Try(() => ObjectLimit.Require(masks.Read(i), masks.Path(i)).ObjectIds, clip) ?? [];
            HashSet<int> added = [.. ids.Where(seen.Add)];
            if (added.Count > 0) newIdsOfFrame.Add(frames.IndexOf(masks.Name(i)), (i, added));
            if (added.Count < ids.Count) shownAgain++;
        }
        return new Appearances(newIdsOfFrame, shownAgain);
    }

    private sealed record Appearances(SortedList<int, (int Mask, HashSet<int> NewIds)> NewIdsOfFrame, int ShownAgain);
}
