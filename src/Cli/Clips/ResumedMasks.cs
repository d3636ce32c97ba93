using System.Diagnostics.CodeAnalysis;
using LiVOS.Media;

namespace LiVOS.Cli.Clips;

/// <summary>The masks for a run that goes on: the last one that was written, then those of the given that belong to later frames.</summary>
/// <param name="given">The given masks.</param>
/// <param name="frame">The last frame that was written.</param>
/// <param name="last">Its mask.</param>
internal sealed class ResumedMasks(IMaskSource given, int frame, IndexMask last) : IMaskSource
{
    /// <inheritdoc/>
    public int FirstFrame => frame;

    /// <inheritdoc/>
    public IReadOnlyList<int> Frames => [frame, .. given.Frames.Where(number => number > frame)];

    /// <inheritdoc/>
    public MaskFormat Format => given.Format;

    /// <inheritdoc/>
    public Palette? Palette => given.Palette;

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds => last.ObjectIds;

    /// <inheritdoc/>
    public bool TryRead(int number, [NotNullWhen(true)] out IndexMask? mask)
    {
        if (number > frame) return given.TryRead(number, out mask);
        mask = number == frame ? last : null;
        return mask is not null;
    }
}
