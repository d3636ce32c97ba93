namespace LiVOS.Media;

/// <summary>A mask as a run computes it: one byte for each pixel, which stands for an object id.</summary>
/// <param name="width">Pixels a row.</param>
/// <param name="height">Rows.</param>
/// <param name="labels">Row-major, one label a pixel; not copied.</param>
/// <param name="ids">The object id of each label: first 0, the background's.</param>
/// <param name="format">How the ids are held in files.</param>
/// <param name="palette">The colours of an indexed mask; without one, <see cref="Palette.Davis"/> is written.</param>
/// <exception cref="ArgumentException"><paramref name="labels"/> is not of that size.</exception>
public sealed class LabelMask(int width, int height, byte[] labels, IReadOnlyList<int> ids, MaskFormat format, Palette? palette = null)
{
    /// <summary>Pixels a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>The labels: row-major, one a pixel, 0 for background.</summary>
    public byte[] Labels { get; } = labels.Length == PictureSize.Area(width, height)
        ? labels
        : throw new ArgumentException($"A {width}x{height} mask has {width * height} labels, not {labels.Length}.", nameof(labels));

    /// <summary>The object id of each label.</summary>
    public IReadOnlyList<int> Ids => ids;

    /// <summary>How the ids are held in files.</summary>
    public MaskFormat Format => format;

    /// <summary>The colours of an indexed mask, if it came with some.</summary>
    public Palette? Palette => palette;
}
