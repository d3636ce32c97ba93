namespace LiVOS.Studio.Documents;

/// <summary>What a project is about: its <c>project.json</c>, which never changes.</summary>
/// <param name="Format"><see cref="Version"/>.</param>
/// <param name="Clip">The clip: a folder of frames or a video file.</param>
/// <param name="Width">Its frames' width.</param>
/// <param name="Height">Their height.</param>
/// <param name="Frames">How many there are.</param>
internal sealed record ProjectFacts(string Format, string Clip, int Width, int Height, int Frames)
{
    public const string Version = "livos-project-1";
}
