using System.Diagnostics.CodeAnalysis;
using LiVOS.Media;

namespace LiVOS.Studio.Documents;

/// <summary>A project's masks as they were at a moment, to be exported.</summary>
/// <param name="keys">The key of each frame's mask, by the frames in rising order; at least one.</param>
/// <param name="store">The masks.</param>
/// <param name="frames">The clip's frames.</param>
/// <param name="palette">The objects' colours.</param>
internal sealed class ProjectMasks(SortedList<int, string> keys, MaskStore store, IFrameList frames, Palette palette) : IMaskSource
{
    /// <inheritdoc/>
    public int FirstFrame => keys.Keys[0];

    /// <inheritdoc/>
    public IReadOnlyList<int> Frames => [.. keys.Keys];

    /// <inheritdoc/>
    public MaskFormat Format => MaskFormat.Indexed;

    /// <inheritdoc/>
    public Palette? Palette => palette;

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds => Read(keys.Values[0]).ObjectIds;

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        mask = keys.TryGetValue(frame, out string? key) ? Read(key) : null;
        return mask is not null;
    }

    private IndexMask Read(string key) =>
        new(frames.Width, frames.Height, [.. store.Read(key).Select(id => (int)id)], MaskFormat.Indexed, palette);
}
