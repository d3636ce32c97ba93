namespace LiVOS.Media;

/// <summary>How the pixels of an id lie in a mask.</summary>
/// <param name="Id">The id.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Inner">Those whose four neighbours have the same id.</param>
/// <param name="Border">Those on the picture's border.</param>
/// <param name="Beside">Those that touch another object.</param>
/// <param name="Between">Those that touch both a darker and a brighter value.</param>
/// <param name="Brightest">The brightest value that they touch.</param>
internal record struct IdShape(int Id, int Area, int Inner, int Border, int Beside, int Between, int Brightest)
{
    /// <summary>Steps between values that are drawn, not counted: ids 0, 1 and 2 make no ramp.</summary>
    private const int LeastHeight = 16;

    /// <summary>Whether it is only a seam between others.</summary>
    public readonly bool IsRim => Id != 0 && Inner < 0.2 * Area && 2 * Beside >= Area;

    /// <summary>Whether it is only a step from a darker to a brighter area.</summary>
    public readonly bool IsRamp => Id != 0 && Inner < 0.1 * Area && 2 * Between >= Area && Brightest >= LeastHeight;
}

/// <summary>The shapes of all ids of a mask, 0 included, from one pass over its pixels.</summary>
internal sealed class IdShapes
{
    private readonly IndexMask _mask;
    private readonly int[]? _levels;
    private readonly Dictionary<int, int> _slots = [];
    private readonly List<IdShape> _shapes = [];

    private IdShapes(IndexMask mask) => (_mask, _levels) = (mask, LevelsOf(mask));

    /// <summary>The shapes, in the order in which the ids are met.</summary>
    public IReadOnlyList<IdShape> All => _shapes;

    /// <summary>Looks at a mask; null where it has more ids than asked for.</summary>
    public static IdShapes? Of(IndexMask mask, int most)
    {
        var found = new IdShapes(mask);
        for (int y = 0; y < mask.Height; y++)
        {
            found.AddRow(y);
            if (found._shapes.Count > most) return null;
        }
        return found;
    }

    private void AddRow(int y)
    {
        ReadOnlySpan<int> row = _mask.Ids.AsSpan(y * _mask.Width, _mask.Width);
        ReadOnlySpan<int> above = y == 0 ? row : _mask.Ids.AsSpan((y - 1) * _mask.Width, _mask.Width);
        ReadOnlySpan<int> below = y == _mask.Height - 1 ? row : _mask.Ids.AsSpan((y + 1) * _mask.Width, _mask.Width);
        bool edge = y == 0 || y == _mask.Height - 1;
        IdShape shape = default;
        int slot = -1;
        for (int x = 0; x < row.Length; x++)
        {
            int id = row[x];
            if (slot < 0 || shape.Id != id)
            {
                if (slot >= 0) _shapes[slot] = shape;
                slot = SlotOf(id);
                shape = _shapes[slot];
            }
            shape.Area++;
            if (edge || x == 0 || x == row.Length - 1) shape.Border++;
            int left = x == 0 ? id : row[x - 1], right = x == row.Length - 1 ? id : row[x + 1], up = above[x], down = below[x];
            if (left == id && right == id && up == id && down == id) shape.Inner++;
            else AddEdge(ref shape, left, right, up, down);
        }
        _shapes[slot] = shape;
    }

    private void AddEdge(ref IdShape shape, int left, int right, int up, int down)
    {
        int id = shape.Id;
        if (IsOther(left) || IsOther(right) || IsOther(up) || IsOther(down)) shape.Beside++;
        int level = Level(id), a = Level(left), b = Level(right), c = Level(up), d = Level(down);
        int brightest = Math.Max(Math.Max(a, b), Math.Max(c, d));
        if (Math.Min(Math.Min(a, b), Math.Min(c, d)) < level && brightest > level) shape.Between++;
        shape.Brightest = Math.Max(shape.Brightest, brightest);

        bool IsOther(int neighbour) => neighbour != 0 && neighbour != id;
    }

    private int SlotOf(int id)
    {
        if (_slots.TryGetValue(id, out int slot)) return slot;
        _shapes.Add(new IdShape { Id = id });
        return _slots[id] = _shapes.Count - 1;
    }

    /// <summary>How bright an id's pixels look; an id of a coloured palette has no brightness that says anything.</summary>
    private int Level(int id) => _levels is null ? id : id < _levels.Length ? _levels[id] : 0;

    private static int[]? LevelsOf(IndexMask mask)
    {
        if (mask.Format != MaskFormat.Indexed) return null;
        if (mask.Palette is not Palette palette) return [];
        var colours = Enumerable.Range(0, palette.Count).Select(index => palette[index]);
        return colours.All(colour => colour.R == colour.G && colour.G == colour.B) ? [.. colours.Select(colour => (int)colour.R)] : [];
    }
}
