namespace LiVOS.Model.Session;

/// <summary>The objects of a session. Label <c>n</c> stands for the nth object that was introduced, and for plane <c>n</c> of the network; 0 is the
/// background.</summary>
internal sealed class ObjectTable
{
    private readonly List<int> _ids = [];
    private readonly Dictionary<int, byte> _labels = new() { [0] = 0 };

    /// <summary>The objects' ids, in the order in which they were introduced.</summary>
    public IReadOnlyList<int> Ids => _ids;

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

    /// <summary>The labels of a mask whose ids are all known.</summary>
    public byte[] LabelsOf(ReadOnlySpan<int> mask)
    {
        var labels = new byte[mask.Length];
        for (int i = 0; i < mask.Length; i++) labels[i] = i > 0 && mask[i] == mask[i - 1] ? labels[i - 1] : _labels[mask[i]]; // ids come in long runs
        return labels;
    }

    /// <summary>The ids of labels.</summary>
    public void WriteIds(ReadOnlySpan<byte> labels, Span<int> ids)
    {
        for (int i = 0; i < labels.Length; i++) ids[i] = labels[i] == 0 ? 0 : _ids[labels[i] - 1];
    }
}
