namespace LiVOS.Media.Surveys;

/// <summary>A file that lies where a clip's files lie and is not used.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
public sealed record LeftOut(string Path, string Reason);
