using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Media;

/// <summary>Masks that a program has, by the numbers of their frames. More may be added while a clip is segmented: for frames yet to come.</summary>
public sealed class GivenMasks : IMaskSource
{
    private readonly Lock _guard = new();
    private readonly SortedList<int, IndexMask> _masks = [];

    /// <inheritdoc/>
    /// <remarks>The largest number where there is none yet.</remarks>
    public int FirstFrame => Frames is [int first, ..] ? first : int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<int> Frames
    {
        get
        {
            lock (_guard) return [.. _masks.Keys];
        }
    }

    /// <inheritdoc/>
    public MaskFormat Format => First?.Format ?? MaskFormat.Indexed;

    /// <inheritdoc/>
    public Palette? Palette => First?.Palette;

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds => First?.ObjectIds ?? [];

    private IndexMask? First
    {
        get
        {
            lock (_guard) return _masks.Count == 0 ? null : _masks.Values[0];
        }
    }

    /// <summary>The mask of a frame.</summary>
    /// <param name="frame">The frame's number, from 0.</param>
    /// <exception cref="KeyNotFoundException">It has none.</exception>
    public IndexMask this[int frame]
    {
        get
        {
            lock (_guard) return _masks[frame];
        }

        set
        {
            lock (_guard) _masks[frame] = value;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        lock (_guard) return _masks.TryGetValue(frame, out mask);
    }
}
