namespace LiVOS.Media.Surveys;

/// <summary>Which ids in given masks become which in results; all others stay. An id that becomes 0 is left out.</summary>
/// <param name="map">The ids in results by those in files.</param>
public sealed class IdMap(IReadOnlyDictionary<int, int> map)
{
    /// <summary>The largest id that masks can hold.</summary>
    public const int LargestId = 0xFFFFFF;

    /// <summary>All ids stay.</summary>
    public static IdMap None { get; } = new(new Dictionary<int, int>());

    /// <summary>The id in results.</summary>
    public int this[int id] => map.GetValueOrDefault(id, id);

    /// <summary>Whether an id is told to become another.</summary>
    public bool Contains(int id) => map.ContainsKey(id);

    /// <summary>A mask with the ids of results. Background stays what it is.</summary>
    public IndexMask Of(IndexMask mask)
    {
        if (map.Count == 0) return mask;
        int[] ids = [.. mask.Ids.Select(id => id == 0 ? 0 : this[id])];
        MaskFormat needed = MaskSamples.FormatFor(ids.Max());
        bool fits = MaskSamples.Of(mask.Format).Largest >= MaskSamples.Of(needed).Largest;
        return new IndexMask(mask.Width, mask.Height, ids, fits ? mask.Format : needed, mask.Palette);
    }

    /// <summary>The map as it is typed: <c>3=1,7=2</c>.</summary>
    public override string ToString() => string.Join(',', map.OrderBy(each => each.Key).Select(each => $"{each.Key}={each.Value}"));
}
