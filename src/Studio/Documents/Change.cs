namespace LiVOS.Studio.Documents;

/// <summary>A change of one thing in a project: all that it is afterwards. One of the three is given.</summary>
/// <param name="Frame">The frame that is changed.</param>
/// <param name="FrameIs">What is known of it afterwards.</param>
/// <param name="Object">The object that is changed.</param>
/// <param name="ObjectIs">What it is afterwards; null where it is gone.</param>
/// <param name="Ends">The object that ends, or does so no longer.</param>
/// <param name="EndsAt">Where it ends afterwards; null for nowhere.</param>
public sealed record Change(int? Frame, FrameRecord? FrameIs, int? Object, ObjectRecord? ObjectIs, int? Ends, int? EndsAt)
{
    /// <summary>A frame is this from now on.</summary>
    public static Change Of(int frame, FrameRecord now) => new(frame, now, null, null, null, null);

    /// <summary>An object is this from now on; null where it is gone.</summary>
    public static Change Of(int id, ObjectRecord? now) => new(null, null, id, now, null, null);

    /// <summary>An object ends there from now on; null for nowhere.</summary>
    public static Change EndOf(int id, int? frame) => new(null, null, null, null, id, frame);
}
