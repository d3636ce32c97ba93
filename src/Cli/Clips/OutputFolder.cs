using LiVOS.Media;

namespace LiVOS.Cli.Clips;

/// <summary>Where results go: masks, and pictures with the masks upon them in a folder within.</summary>
/// <param name="path">The folder.</param>
/// <param name="withOverlays">Whether pictures are wanted too.</param>
sealed class OutputFolder(string path, bool withOverlays) : IClipOutput
{
    const double Opacity = 0.5;

    /// <summary>The folder of the pictures; null where none are wanted.</summary>
    public string? Overlays { get; } = withOverlays ? Path.Combine(path, "overlay") : null;

    /// <summary>A frame's mask.</summary>
    public string MaskPath(string name) => Path.Combine(path, name + ".png");

    /// <summary>A frame's picture, where pictures are wanted.</summary>
    public string OverlayPath(string name) => Path.Combine(Overlays!, name + ".png");

    /// <summary>Refuses to write over what is read.</summary>
    /// <exception cref="InputException">Results would go to <paramref name="input"/>.</exception>
    public void KeepOff(string input)
    {
        string[] written = Overlays is null ? [path] : [path, Overlays];
        if (written.Select(FullPath).Contains(FullPath(input)))
            throw new InputException($"Results in '{path}' would be written over what is read from '{input}'; give another folder for them.");
    }

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

    /// <inheritdoc/>
    public bool WantsPictures => Overlays is not null;

    /// <inheritdoc/>
    public void Write(string name, IndexMask mask, Picture? picture)
    {
        Png.WriteMask(MaskPath(name), mask);
        if (picture is not null) Png.Write(OverlayPath(name), Overlay.Blend(picture, mask, Opacity));
    }

    static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
