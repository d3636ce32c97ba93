using LiVOS.Media;
using LiVOS.Model;

namespace LiVOS.Video;

/// <summary>What a clip's objects are: masks in some of its frames, and where objects end.</summary>
/// <param name="masks">The masks, by the frames that they belong to.</param>
public sealed class Prompts(IMaskSource masks)
{
    /// <summary>A mask in one frame.</summary>
    /// <param name="frame">The frame's number in the clip, from 0.</param>
    /// <param name="mask">The mask, of the frames' size.</param>
    public Prompts(int frame, IndexMask mask) : this(new GivenMasks { [frame] = mask })
    {
    }

    /// <summary>The masks.</summary>
    public IMaskSource Masks => masks;

    /// <summary>What masks say about objects that are known already.</summary>
    public MaskUse Use { get; init; }

    /// <summary>Where objects are followed no further.</summary>
    public IReadOnlyList<Deletion> Deletions { get; init; } = [];
}

/// <summary>The end of an object.</summary>
/// <param name="Id">The object.</param>
/// <param name="Frame">The first frame in which a run that comes there does not follow it any more.</param>
public readonly record struct Deletion(int Id, int Frame);
