using System.Diagnostics.CodeAnalysis;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>The masks that a BURST sequence gives.</summary>
sealed class RunLengthMasks : IMaskSource
{
    readonly RunLengthSequence masks;
    readonly SortedList<int, int> maskOfFrame;

    RunLengthMasks(RunLengthSequence masks, SortedList<int, int> maskOfFrame)
    {
        (this.masks, this.maskOfFrame) = (masks, maskOfFrame);
        FirstObjectIds = [.. masks.Ids(maskOfFrame.Values[0]).Order()];
    }

    /// <inheritdoc/>
    public int FirstFrame => maskOfFrame.Keys[0];

    /// <inheritdoc/>
    public MaskFormat Format => masks.Format;

    /// <inheritdoc/>
    public Palette? Palette => Palette.Davis;

    /// <inheritdoc/>
    public IReadOnlyList<int> FirstObjectIds { get; }

    /// <summary>Finds the annotated frames that show objects.</summary>
    /// <exception cref="MediaException">An annotated frame is not in the clip, or none shows an object.</exception>
    public static RunLengthMasks Open(RunLengthSequence masks, FrameFolder frames)
    {
        var maskOfFrame = new SortedList<int, int>();
        for (int i = 0; i < masks.Count; i++)
        {
            int frame = frames.IndexOf(masks.Name(i));
            if (frame < 0)
                throw new MediaException($"'{masks.Path(i)}' is annotated, but is not one of all the sequence's frames; unpack the data set again.");
            if (masks.Ids(i).Count > 0) maskOfFrame[frame] = i;
        }
        if (maskOfFrame.Count == 0) throw new MediaException($"'{masks.Path(0)}' and all frames after it show no object; at least one is needed.");
        return new RunLengthMasks(masks, maskOfFrame);
    }

    /// <inheritdoc/>
    public bool TryRead(int frame, [NotNullWhen(true)] out IndexMask? mask)
    {
        mask = maskOfFrame.TryGetValue(frame, out int index) ? masks.Read(index) : null;
        return mask is not null;
    }
}
