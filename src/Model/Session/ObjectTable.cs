namespace LiVOS.Model.Session;

/// <summary>The objects of a session. Label <c>n</c> stands for the nth object that was introduced, and for plane <c>n</c> of the network; 0 is the
/// background.</summary>
internal sealed class ObjectTable
{
    private readonly List<int> _ids = [];
    private readonly Dictionary<int, byte> _labels = new() { [0] = 0 };

    /// <summary>The objects' ids, in the order in which they were introduced.</summary>
    public IReadOnlyList<int> Ids => _ids;

    /// <summary>The ids that a mask shows, in rising order.</summary>
    public static SortedSet<int> ShownIds(ReadOnlySpan<int> mask)
    {
        var shown = new SortedSet<int>();
        for (int i = 0; i < mask.Length; i++)
            if (mask[i] != 0 && (i == 0 || mask[i] != mask[i - 1]))
                shown.Add(mask[i]);
        return shown;
    }

    /// <summary>Introduces objects.</summary>
    /// <param name="ids">Their ids, none of them known, as many as there are labels for.</param>
    public void Add(IEnumerable<int> ids)
    {
        foreach (int id in ids)
        {
            _ids.Add(id);
            _labels.Add(id, checked((byte)_ids.Count));
        }
    }

    /// <summary>Forgets an object; the labels of those after it become one less.</summary>
    /// <returns>Its place; -1 where it is not known.</returns>
    public int Remove(int id)
    {
        int place = _ids.IndexOf(id);
        if (place < 0) return place;
        _ids.RemoveAt(place);
        _labels.Remove(id);
        for (int i = place; i < _ids.Count; i++) _labels[_ids[i]]--;
        return place;
    }

    /// <summary>The labels of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="isShown">Which ids count, all of them known; the others are background.</param>
    public byte[] LabelsOf(ReadOnlySpan<int> mask, Func<int, bool> isShown)
    {
        var labels = new byte[mask.Length];
        for (int i = 0; i < mask.Length; i++)
            labels[i] = i > 0 && mask[i] == mask[i - 1] ? labels[i - 1] // ids come in long runs
                : isShown(mask[i]) ? _labels[mask[i]] : (byte)0;
        return labels;
    }

    /// <summary>The ids of labels.</summary>
    public void WriteIds(ReadOnlySpan<byte> labels, Span<int> ids)
    {
        for (int i = 0; i < labels.Length; i++) ids[i] = labels[i] == 0 ? 0 : _ids[labels[i] - 1];
    }
}
