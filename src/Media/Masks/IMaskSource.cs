using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Media;

/// <summary>The masks that are given for a clip: at least one, by the frame that each belongs to.</summary>
public interface IMaskSource
{
    /// <summary>The number of the first frame that has a mask.</summary>
    int FirstFrame { get; }

    /// <summary>The numbers of all frames that have a mask, in rising order.</summary>
    IReadOnlyList<int> Frames { get; }

    /// <summary>The format in which results are to be written: that of the first mask.</summary>
    MaskFormat Format { get; }

    /// <summary>The palette with which results are to be written: that of the first mask.</summary>
    Palette? Palette { get; }

    /// <summary>The ids of the objects that the first mask shows, in rising order, at least one.</summary>
    IReadOnlyList<int> FirstObjectIds { get; }

    /// <summary>Reads the mask of a frame, if it has one.</summary>
    /// <param name="frame">The frame's number, from 0.</param>
    /// <param name="mask">The mask, of the clip's size, in the format and with the palette of the first mask.</param>
    /// <returns>Whether the frame has a mask.</returns>
    /// <exception cref="MediaException">
    /// The mask cannot be read or is not of the clip's size, or one of it and the first mask holds ids in RGB and the other does not.
    /// </exception>
    bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask);
}
