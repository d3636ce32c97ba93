using System.Diagnostics.CodeAnalysis;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Gives of fully annotated clips what test sets give: of each object the first mask, and nothing more.</summary>
sealed class FirstAppearances : IMaskSource
{
    readonly MaskFolder masks;
    readonly MaskSource source;
    readonly SortedList<int, (int Mask, HashSet<int> NewIds)> newIdsOfFrame;

    FirstAppearances(MaskFolder masks, MaskSource source, SortedList<int, (int Mask, HashSet<int> NewIds)> newIdsOfFrame)
    {
        (this.masks, this.source, this.newIdsOfFrame) = (masks, source, newIdsOfFrame);
        FirstObjectIds = [.. newIdsOfFrame.Values[0].NewIds.Order()];
    }

    /// <inheritdoc/>
    public int FirstFrame => newIdsOfFrame.Keys[0];

    /// <inheritdoc/>
    public MaskFormat Format => source.Format;

    /// <inheritdoc/>
    public Palette? Palette => source.Palette;

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds { get; }

    /// <summary>Reads all masks of a clip once, and remembers where each object is first seen.</summary>
    /// <exception cref="MediaException">A mask cannot be read, or none shows an object.</exception>
    public static FirstAppearances Find(MaskFolder masks, FrameFolder frames)
    {
        var seen = new HashSet<int>();
        var newIdsOfFrame = new SortedList<int, (int, HashSet<int>)>();
        for (int i = 0; i < masks.Count; i++)
        {
            HashSet<int> added = [.. masks.Read(i).ObjectIds.Where(seen.Add)];
            if (added.Count > 0) newIdsOfFrame.Add(frames.IndexOf(masks.Name(i)), (i, added));
        }
        if (newIdsOfFrame.Count == 0)
            throw new MediaException($"The masks in '{masks.Folder}' show no object, only background; mark at least one object.");
        return new FirstAppearances(masks, MaskSource.Open(masks.Path(newIdsOfFrame.Values[0].Item1), frames), newIdsOfFrame);
    }

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        mask = null;
        if (!newIdsOfFrame.TryGetValue(frame, out (int Mask, HashSet<int> NewIds) given)) return false;
        IndexMask whole = source.Sized(masks.Path(given.Mask));
        mask = new IndexMask(whole.Width, whole.Height, [.. whole.Ids.Select(id => given.NewIds.Contains(id) ? id : 0)], whole.Format, whole.Palette);
        return true;
    }
}
