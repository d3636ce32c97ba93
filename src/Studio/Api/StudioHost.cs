using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Uploads;
using LiVOS.Video;

namespace LiVOS.Studio.Api;

/// <summary>Opens what the page asks for, out of the folder that it is allowed to see. One project is open at a time.</summary>
/// <param name="network">The network: must outlive this.</param>
/// <param name="weights">What tells its weights from others, such as a checksum.</param>
/// <param name="root">The folder.</param>
public sealed class StudioHost(Network network, string weights, string root) : IAsyncDisposable
{
    private const string Ending = ".livos";
    private const long MostUpload = 8_000_000_000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The folder of clips and projects.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The shorter side of frames as the network sees them; null for their own size.</summary>
    public int? Size { get; init; } = 480;

    /// <summary>The open project; null for none.</summary>
    public StudioDesk? Desk { get; private set; }

    /// <summary>Brings clips from the page.</summary>
    internal UploadDesk Uploads { get; init; } = new(MostUpload);

    /// <summary>Tells all open pages what happens.</summary>
    internal EventHub Events { get; } = new();

    /// <summary>The project's folder of a clip: beside it, with the ending .livos.</summary>
    public static string ProjectOf(string clip) => Path.ChangeExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(clip)), null) + Ending;

    /// <summary>Opens a clip, whose project is made where there is none, or a project.</summary>
    /// <param name="path">The clip or the project's folder.</param>
    /// <param name="project">The project's folder; null for the usual one.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="StudioException">It cannot be opened.</exception>
    /// <exception cref="MediaException">The clip cannot be read.</exception>
    public async Task OpenAsync(string path, string? project = null, CancellationToken cancellation = default)
    {
        bool isProject = path.EndsWith(Ending, StringComparison.Ordinal) && Directory.Exists(path);
        await _turn.WaitAsync(cancellation);
        try
        {
            string folder = project ?? (isProject ? path : ProjectOf(path));
            if (Desk is not null && RealPath.AreSame(Desk.Project.Folder, folder)) return;
            await CloseAsync();
            StudioProject opened = await StudioProject.OpenAsync(folder, isProject ? null : path, cancellation);
            Desk = Listened(new StudioDesk(opened, network, weights, Size));
            Events.Tell(new StudioEvent(Reload: true));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Opens what a page names: only within <see cref="Root"/>.</summary>
    internal Task OpenWithinAsync(string path, CancellationToken cancellation)
    {
        if (!RealPath.IsWithin(path, Root)) throw new StudioException($"'{path}' does not lie in '{Root}'; start livos studio in its folder.");
        return OpenAsync(path, null, cancellation);
    }

    /// <summary>A folder that a page names.</summary>
    /// <param name="folder">The folder; null for <see cref="Root"/>.</param>
    /// <exception cref="StudioException">It does not lie there.</exception>
    internal string Within(string? folder)
    {
        folder = string.IsNullOrEmpty(folder) ? Root : Path.GetFullPath(folder);
        return RealPath.IsWithin(folder, Root) && Directory.Exists(folder) ? folder : throw new StudioException($"'{folder}' is no folder in '{Root}'.");
    }

    /// <summary>What lies in a folder.</summary>
    /// <param name="folder">The folder, within <see cref="Root"/>; null for that.</param>
    internal ClipList List(string? folder)
    {
        folder = Within(folder);
        IEnumerable<ClipEntry> folders = Directory.EnumerateDirectories(folder).Where(IsShown)
            .Select(path => new ClipEntry(Path.GetFileName(path), path, KindOf(path)));
        IEnumerable<ClipEntry> videos = Directory.EnumerateFiles(folder).Where(path => IsShown(path) && IsVideo(path))
            .Select(path => new ClipEntry(Path.GetFileName(path), path, "video"));
        string? parent = RealPath.AreSame(folder, Root) ? null : Path.GetDirectoryName(folder);
        return new ClipList(folder, parent, [.. folders.Concat(videos).OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _turn.Dispose();
    }

    private static bool IsShown(string path) => !Path.GetFileName(path).StartsWith('.');

    private static bool IsVideo(string path) => UploadPlan.VideoEndings.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static string KindOf(string folder) =>
        folder.EndsWith(Ending, StringComparison.Ordinal) ? "project"
        : Directory.EnumerateFiles(folder).Any(path => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".bmp") ? "frames"
        : "folder";

    private StudioDesk Listened(StudioDesk desk)
    {
        desk.RunChanged += status => Events.Tell(new StudioEvent(Run: status));
        desk.Pictures.Unpacked += ready => Events.Tell(new StudioEvent(Ready: ready));
        desk.Project.Changed += change => Events.Tell(change is null
            ? new StudioEvent(Reload: true)
            : new StudioEvent(change, Undo: desk.Project.Document.UndoName, Redo: desk.Project.Document.RedoName));
        return desk;
    }

    private async Task CloseAsync()
    {
        if (Desk is not null) await Desk.DisposeAsync();
        Desk = null;
    }
}
