using System.Text.Json;
using LiVOS.Files;
using LiVOS.Media;
using LiVOS.Video;

namespace LiVOS.Studio.Documents;

/// <summary>A clip and what is made of it: a folder that can be closed and opened again. Every change is on the disk before it counts.</summary>
public sealed class StudioProject : IAsyncDisposable
{
    private const string FactsName = "project.json", JournalName = "journal.jsonl";

    private readonly Journal _journal;

    private StudioProject(string folder, VideoClip clip, string clipName, StudioDocument document, Journal journal)
    {
        (Folder, Clip, ClipName, Document, _journal) = (folder, clip, clipName, document, journal);
        Masks = new MaskStore(FolderOf("masks"), clip.Frames.Width, clip.Frames.Height);
    }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    /// <summary>The clip.</summary>
    public VideoClip Clip { get; }

    /// <summary>Where the clip lies.</summary>
    public string ClipName { get; }

    /// <summary>What is known. Read it under <see cref="Guard"/>.</summary>
    public StudioDocument Document { get; }

    /// <summary>Held while <see cref="Document"/> is read, and by every change.</summary>
    public Lock Guard { get; } = new();

    /// <summary>The masks.</summary>
    public MaskStore Masks { get; }

    /// <summary>Told of each change; of undone and redone ones by null. Called under <see cref="Guard"/>.</summary>
    public event Action<Change?>? Changed;

    /// <summary>Opens a project, or begins one.</summary>
    /// <param name="folder">Its folder, which is made where there is none.</param>
    /// <param name="clip">The clip; null for that of a project which is there.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="StudioException">The folder holds something else, or another clip's project, or it cannot be opened.</exception>
    /// <exception cref="MediaException">The clip cannot be read.</exception>
    public static async Task<StudioProject> OpenAsync(string folder, string? clip, CancellationToken cancellation = default)
    {
        folder = Path.GetFullPath(folder);
        ProjectFacts? facts = ReadFacts(folder);
        if (facts is null && clip is null)
            throw new StudioException($"'{folder}' is no project of livos studio (it has no {FactsName}); give a clip, or a project's folder.");
        if (facts is null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new StudioException($"'{folder}' holds something else than a project; give an empty folder, or a name that is not taken.");
        string source = clip is null ? facts!.Clip : Path.GetFullPath(clip);
        VideoClip opened = await VideoClip.OpenAsync(source, cancellation);
        try
        {
            IFrameList frames = opened.Frames;
            var now = new ProjectFacts(ProjectFacts.Version, source, frames.Width, frames.Height, frames.Count);
            if (facts is not null && facts with { Clip = source } != now)
                throw new StudioException($"The project '{folder}' is of a clip of {facts.Frames} frames of {facts.Width}x{facts.Height}, but '{source}' has "
                    + $"{now.Frames} of {now.Width}x{now.Height}; give the project's own clip.");
            if (facts != now) WriteFacts(folder, now);
            var document = new StudioDocument();
            return new StudioProject(folder, opened, source, document, Journal.Open(Path.Combine(folder, JournalName), document));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>A folder in the project's, which is made where there is none.</summary>
    public string FolderOf(string name)
    {
        string folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Does something that can be undone as a whole.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="changes">The changes.</param>
    /// <exception cref="StudioException">It cannot be written; nothing is changed that was not told.</exception>
    public void Do(string name, params IEnumerable<Change> changes)
    {
        lock (Guard)
        {
            Begin(name);
            foreach (Change change in changes) Add(change);
        }
    }

    /// <summary>Begins something that can be undone as a whole, and whose changes follow.</summary>
    /// <param name="name">Its name for people.</param>
    public void Begin(string name)
    {
        lock (Guard)
        {
            _journal.Write(new JournalLine(Action: name));
            Document.Begin(name);
        }
    }

    /// <summary>Makes a change, as a part of what was begun last.</summary>
    public void Add(Change change)
    {
        lock (Guard)
        {
            _journal.Write(new JournalLine(Change: change));
            Document.Apply(change);
            Changed?.Invoke(change);
        }
    }

    /// <summary>Takes the last action back.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryUndo() => TryStep(() => Document.UndoName, JournalLine.Undo, Document.TryUndo);

    /// <summary>Does again what was undone last.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool TryRedo() => TryStep(() => Document.RedoName, JournalLine.Redo, Document.TryRedo);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _journal.Dispose();
        await Clip.DisposeAsync();
    }

    private bool TryStep(Func<string?> name, string step, Func<bool> take)
    {
        lock (Guard)
        {
            if (name() is null) return false;
            _journal.Write(new JournalLine(Step: step));
            take();
            Changed?.Invoke(null);
            return true;
        }
    }

    private static ProjectFacts? ReadFacts(string folder)
    {
        string path = Path.Combine(folder, FactsName);
        if (!File.Exists(path)) return null;
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            if (JsonSerializer.Deserialize(file, DocumentJson.Default.ProjectFacts) is { Format: ProjectFacts.Version, Clip.Length: > 0 } facts) return facts;
            throw new StudioException($"'{path}' is no project of this version ({ProjectFacts.Version}); take the version that made it.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StudioException($"'{path}' cannot be read as a project ({error.Message.TrimEnd('.')}); give another folder.", error);
        }
    }

    private static void WriteFacts(string folder, ProjectFacts facts)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(Path.Combine(folder, FactsName), stream => JsonSerializer.Serialize(stream, facts, DocumentJson.Default.ProjectFacts));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StudioException($"'{folder}' cannot be written ({error.Message.TrimEnd('.')}); give --project with another folder.", error);
        }
    }
}
