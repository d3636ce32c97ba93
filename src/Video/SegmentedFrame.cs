using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A frame with its objects. Mask and picture are valid until the next frame is asked for.</summary>
/// <param name="Number">The frame's number in the clip, from 0.</param>
/// <param name="Name">Its name: that of its picture, or its number in the video.</param>
/// <param name="Time">Its time in seconds; null where it is not known.</param>
/// <param name="Mask">Its mask: a label for each pixel, and the object id of each label.</param>
/// <param name="Picture">The picture, if <see cref="SegmentationOptions.WithPictures"/> was set. It may be drawn on.</param>
public sealed record SegmentedFrame(int Number, string Name, double? Time, LabelMask Mask, Picture? Picture)
{
    /// <summary>How sure the network is of each object, if <see cref="SegmentationOptions.WithScores"/> was set.</summary>
    public IReadOnlyList<ObjectScore> Scores { get; init; } = [];

    /// <summary>The probabilities of the objects, if <see cref="SegmentationOptions.WithProbabilities"/> was set. Valid as long as the mask.</summary>
    public ObjectProbabilities? Probabilities { get; init; }

    /// <summary>The time from when the frame had been read until its mask was ready: the delay of a live source, less what lies before the reading.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Copies the mask as object ids.</summary>
    /// <param name="ids">[height, width]: receives the object id of each pixel, 0 for the background.</param>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void CopyIds(Span<int> ids)
    {
        if (ids.Length != Mask.Labels.Length) throw new ArgumentException($"The mask has {Mask.Labels.Length} pixels, not {ids.Length}.", nameof(ids));
        for (int i = 0; i < ids.Length; i++) ids[i] = Mask.Ids[Mask.Labels[i]];
    }
}
