namespace LiVOS.Video;

/// <summary>What files of annotations tell about a clip.</summary>
/// <param name="Name">The clip's name.</param>
/// <param name="FileOf">The file name of a frame's picture.</param>
public sealed record ClipInfo(string Name, Func<int, string> FileOf)
{
    /// <summary>The one category that all objects have.</summary>
    internal const string Category = "object";
}
