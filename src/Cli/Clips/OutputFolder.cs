using LiVOS.Cli.Errors;

namespace LiVOS.Cli.Clips;

/// <summary>Where results go: masks, and pictures with the masks upon them in a folder within.</summary>
/// <param name="path">The folder.</param>
/// <param name="withOverlays">Whether pictures are wanted too.</param>
internal sealed class OutputFolder(string path, bool withOverlays)
{
    /// <summary>The file of the demo's pictures side by side.</summary>
    public const string ContactSheet = "contact-sheet.png";

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The folder of the pictures; null where none are wanted.</summary>
    public string? Overlays { get; } = withOverlays ? System.IO.Path.Combine(path, "overlay") : null;

    /// <summary>All folders that are written to.</summary>
    public IEnumerable<string> Folders => Overlays is null ? [path] : [path, Overlays];

    /// <summary>The name of a frame's mask or picture.</summary>
    public static string FileName(string name) => name + ".png";

    /// <summary>A frame's mask.</summary>
    public string MaskPath(string name) => System.IO.Path.Combine(path, FileName(name));

    /// <summary>A frame's picture, where pictures are wanted.</summary>
    public string OverlayPath(string name) => System.IO.Path.Combine(Overlays!, FileName(name));

    /// <summary>The saved session of a run that was stopped.</summary>
    /// <param name="done">How many frames had their masks.</param>
    public string SessionPath(int done) => System.IO.Path.Combine(path, $".livos-session-{done}.safetensors");

    /// <summary>Deletes sessions that were saved.</summary>
    public void DeleteSessions()
    {
        foreach (string session in Directory.GetFiles(path, ".livos-session-*.safetensors")) File.Delete(session);
    }

    /// <summary>All files of a frame.</summary>
    public IEnumerable<string> FilesOf(string name) => Overlays is null ? [MaskPath(name)] : [MaskPath(name), OverlayPath(name)];

    /// <summary>Makes the folders.</summary>
    /// <exception cref="InputException">They cannot be made.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Overlays ?? path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"The folder '{path}' for the results cannot be made ({error.Message.TrimEnd('.')}); give another.", error);
        }
    }
}
