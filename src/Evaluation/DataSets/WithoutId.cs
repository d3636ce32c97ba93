using System.Diagnostics.CodeAnalysis;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Given masks in which one id is background.</summary>
internal sealed class GivenWithoutId(IMaskSource masks, int id) : IMaskSource
{
    /// <inheritdoc/>
    public int FirstFrame => masks.FirstFrame;

    /// <inheritdoc/>
    public IReadOnlyList<int> Frames => masks.Frames;

    /// <inheritdoc/>
    public MaskFormat Format => masks.Format;

    /// <inheritdoc/>
    public Palette? Palette => masks.Palette;

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds { get; } = [.. masks.FirstObjectIds.Where(each => each != id)];

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        if (masks.TryRead(frame, out mask)) mask = TruthWithoutId.Drop(mask, id);
        return mask is not null;
    }
}

/// <summary>True masks in which one id is background.</summary>
internal sealed class TruthWithoutId(IMaskSequence masks, int id) : IMaskSequence
{
    /// <inheritdoc/>
    public int Count => masks.Count;

    /// <inheritdoc/>
    public string Name(int index) => masks.Name(index);

    /// <inheritdoc/>
    public string Path(int index) => masks.Path(index);

    /// <inheritdoc/>
    public IndexMask Read(int index) => Drop(masks.Read(index), id);

    internal static IndexMask Drop(IndexMask mask, int id) => !mask.ObjectIds.Contains(id) ? mask
        : new IndexMask(mask.Width, mask.Height, [.. mask.Ids.Select(each => each == id ? 0 : each)], mask.Format, mask.Palette);
}
