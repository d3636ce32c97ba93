using LiVOS.Video;

namespace LiVOS.Studio.Documents;

/// <summary>What a project knows of a frame.</summary>
/// <param name="Given">The key of the mask that the user made, in the <see cref="MaskStore"/>; null for none.</param>
/// <param name="Mask">The key of the frame's mask: the given one, or the network's.</param>
/// <param name="Scores">How sure the network is of the frame's objects; null where it did not make the mask.</param>
public sealed record FrameRecord(string? Given, string? Mask, IReadOnlyList<ObjectScore>? Scores)
{
    /// <summary>Nothing.</summary>
    public static FrameRecord Empty { get; } = new(null, null, null);
}

/// <summary>An object that is followed.</summary>
/// <param name="Id">Its number in masks, from 1 to 255.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour, such as <c>#d62728</c>.</param>
public sealed record ObjectRecord(int Id, string Name, string Color);

/// <summary>The end of an object.</summary>
/// <param name="Id">The object.</param>
/// <param name="Frame">The first frame in which a run forward does not follow it any more.</param>
public sealed record ObjectEnd(int Id, int Frame);
