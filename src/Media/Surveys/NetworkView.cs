namespace LiVOS.Media.Surveys;

/// <summary>The part of a mask that the network sees if frames are reduced: the nearest pixels only.</summary>
internal sealed class NetworkView
{
    private readonly int _width, _height;
    private readonly int[] _columns, _rows;

    /// <summary>Prepares for masks of a size.</summary>
    /// <param name="width">The masks' width.</param>
    /// <param name="height">The masks' height.</param>
    /// <param name="size">The shorter side as the network sees it.</param>
    public NetworkView(int width, int height, int size)
    {
        (_width, _height) = (width, height);
        var (networkWidth, networkHeight) = Resize.NetworkSize(width, height, size);
        (_columns, _rows) = (Resize.NearestIndices(width, networkWidth), Resize.NearestIndices(height, networkHeight));
    }

    /// <summary>The ids of a mask that the network does not see.</summary>
    public int[] Lost(IndexMask mask)
    {
        if (_columns.Length >= _width && _rows.Length >= _height) return [];
        var seen = new HashSet<int>();
        int last = 0;
        foreach (int y in _rows)
        {
            ReadOnlySpan<int> row = mask.Ids.AsSpan(y * _width, _width);
            foreach (int x in _columns)
            {
                if (row[x] == last) continue;
                seen.Add(last = row[x]);
            }
        }
        return [.. mask.ObjectIds.Where(id => !seen.Contains(id))];
    }

    /// <summary>The smallest size from which on the network sees all objects of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="ids">The objects that are asked for.</param>
    public static int SizeThatKeeps(IndexMask mask, IReadOnlyList<int> ids)
    {
        var pixels = Enumerable.Range(0, mask.Ids.Length).Where(i => ids.Contains(mask.Ids[i])).GroupBy(i => mask.Ids[i]).Select(group => group.ToArray())
            .ToArray();
        int size = Math.Min(mask.Width, mask.Height);
        while (size > 1 && Keeps(size - 1)) size--;
        return size;

        bool Keeps(int smaller)
        {
            var view = new NetworkView(mask.Width, mask.Height, smaller);
            bool[] column = Marks(mask.Width, view._columns), row = Marks(mask.Height, view._rows);
            return pixels.All(ofObject => ofObject.Any(i => column[i % mask.Width] && row[i / mask.Width]));
        }
    }

    private static bool[] Marks(int length, int[] indices)
    {
        var marks = new bool[length];
        foreach (int index in indices) marks[index] = true;
        return marks;
    }
}
