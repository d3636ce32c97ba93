namespace LiVOS.Video;

/// <summary>What files of annotations tell about a clip.</summary>
/// <param name="Name">The clip's name.</param>
/// <param name="FileOf">The file name of a frame's picture.</param>
public sealed record ClipInfo(string Name, Func<int, string> FileOf)
{
    /// <summary>What its objects are.</summary>
    public Categories Categories { get; init; } = Categories.Default;
}
