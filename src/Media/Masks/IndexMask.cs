namespace LiVOS.Media;

/// <summary>A mask that gives every pixel the id of the object it belongs to.</summary>
public sealed class IndexMask
{
    private IReadOnlyList<int>? _objectIds;

    /// <summary>Makes a mask of the ids given, which are not copied and are not to be changed after.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="ids">Row-major, one id a pixel, none negative; 0 is background.</param>
    /// <param name="format">How the ids are held in files.</param>
    /// <param name="palette">The colours of an indexed mask; without one, <see cref="Palette.Davis"/> is written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="ids"/> is not of that size.</exception>
    public IndexMask(int width, int height, int[] ids, MaskFormat format = MaskFormat.Indexed, Palette? palette = null)
    {
        if (ids.Length != PictureSize.Area(width, height))
            throw new ArgumentException($"A {width}x{height} mask has {width * height} ids, not {ids.Length}.", nameof(ids));
        (Width, Height, Ids, Format, Palette) = (width, height, ids, format, palette);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The object ids: row-major, one a pixel, 0 for background.</summary>
    public int[] Ids { get; }

    /// <summary>How the ids are held in files.</summary>
    public MaskFormat Format { get; }

    /// <summary>The colours of an indexed mask, if it came with some.</summary>
    public Palette? Palette { get; }

    /// <summary>The ids of the objects that are seen, in rising order, without background.</summary>
    public IReadOnlyList<int> ObjectIds => _objectIds ??= FindObjects();

    /// <summary>The same ids, to be written in another format.</summary>
    /// <param name="format">How the ids are to be held in files.</param>
    /// <param name="palette">The colours of an indexed mask.</param>
    /// <returns>A mask that shares <see cref="Ids"/> with this one.</returns>
    public IndexMask As(MaskFormat format, Palette? palette) => new(Width, Height, Ids, format, palette);

    private int[] FindObjects()
    {
        var found = new SortedSet<int>();
        int last = 0;
        foreach (int id in Ids)
        {
            if (id == last) continue; // ids come in long runs
            if (id != 0) found.Add(id);
            last = id;
        }
        return [.. found];
    }
}
