using LiVOS.Media.Annotations;

namespace LiVOS.Media.Surveys;

/// <summary>A file of a given mask.</summary>
/// <param name="Path">The file.</param>
/// <param name="Id">The id of the one object that the file shows; null where its values are ids.</param>
public sealed record MaskPart(string Path, int? Id = null)
{
    /// <summary>The frame in a file of annotations; null where the file is a picture.</summary>
    internal AnnotatedFrame? Annotated { get; init; }
}

/// <summary>The mask that is given for a frame.</summary>
/// <param name="Frame">The frame's number, from 0.</param>
/// <param name="Path">What to call it: its file, or the folder of its files.</param>
/// <param name="Parts">Its files: one, or several, of which the later lie upon the earlier.</param>
public sealed record GivenMask(int Frame, string Path, IReadOnlyList<MaskPart> Parts)
{
    /// <summary>Whether its objects come from annotations, which have no background to be mistaken.</summary>
    internal bool IsAnnotated => Parts.All(part => part.Annotated is not null);
}
