using LiVOS.Media;
using LiVOS.Model;
using LiVOS.Studio.Clicks;
using LiVOS.Studio.Documents;
using LiVOS.Studio.Exports;
using LiVOS.Studio.Insight;
using LiVOS.Studio.Pictures;
using LiVOS.Studio.Runs;
using LiVOS.Video;

namespace LiVOS.Studio;

/// <summary>An open project with all that works on it: what the page's requests are about.</summary>
public sealed class StudioDesk : IAsyncDisposable
{
    private readonly ClickDesk _clicks;
    private readonly RunDesk _runs;
    private readonly InsightDesk _insight;
    private readonly ExportDesk _exports;
    private readonly SemaphoreSlim _exporting = new(1, 1);

    /// <summary>Opens a desk.</summary>
    /// <param name="project">The project, which is disposed of with the desk.</param>
    /// <param name="network">The network: must outlive the desk.</param>
    /// <param name="weights">What tells its weights from others, such as a checksum.</param>
    /// <param name="size">The shorter side of frames as the network sees them; null for their own size.</param>
    public StudioDesk(StudioProject project, Network network, string weights, int? size)
    {
        Project = project;
        var shared = new StudioNetwork(network, weights, project.Clip.Frames, size);
        var states = new StateStore(project.FolderOf("states"));
        Pictures = new FramePictures(project.Clip, project.FolderOf("frames"));
        _clicks = new ClickDesk(shared, Pictures, project.Clip.Frames);
        _runs = new RunDesk(new StudioRun(project, shared, states));
        _insight = new InsightDesk(project, shared, states);
        _exports = new ExportDesk(project);
        _runs.Changed += status => RunChanged?.Invoke(status);
        Pictures.Start();
    }

    /// <summary>Told how a run goes.</summary>
    public event Action<RunStatus>? RunChanged;

    /// <summary>The project.</summary>
    public StudioProject Project { get; }

    /// <summary>The clip's frames, for the page.</summary>
    public FramePictures Pictures { get; }

    /// <summary>How the run stands.</summary>
    public RunStatus Run => _runs.Status;

    /// <summary>Whether masks can be made by clicks.</summary>
    public bool HasClicks => _clicks.IsUsable;

    /// <summary>Adds an object, or changes its name or colour.</summary>
    /// <exception cref="StudioException">It has no number, name or colour that can be used.</exception>
    public void PutObject(ObjectRecord now)
    {
        if (now.Id is < 1 or > Segmenter.MostObjects) throw new StudioException($"Objects are numbered from 1 to {Segmenter.MostObjects}, not {now.Id}.");
        if (now.Name is not { Length: > 0 and <= 100 } || now.Name.Any(char.IsControl)) throw new StudioException("An object's name has 1 to 100 letters.");
        if (now.Color is not ['#', _, _, _, _, _, _] || !now.Color.Skip(1).All(char.IsAsciiHexDigit))
            throw new StudioException($"'{now.Color}' is no colour; give one such as #d62728.");
        Project.Do($"Object {now.Id}: {now.Name}", Change.Of(now.Id, now));
    }

    /// <summary>Takes the mask that the user made of a frame; all zeros for none.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="ids">[height, width]: object ids. Not to be changed after.</param>
    /// <param name="how">What the user did, such as <c>Brush</c>.</param>
    /// <exception cref="StudioException">There is no such frame, or it shows objects that there are not.</exception>
    public async Task PutMaskAsync(int frame, byte[] ids, string how)
    {
        RequireFrame(frame);
        if (ids.Length != Project.Masks.Pixels)
            throw new StudioException($"The mask has {ids.Length} pixels, but the clip's frames have {Project.Masks.Pixels}; send one byte for each.");
        lock (Project.Guard)
            if (ids.Distinct().FirstOrDefault(id => id != 0 && !Project.Document.Objects.ContainsKey(id)) is var stray and not 0)
                throw new StudioException($"The mask shows object {stray}, which there is not; add it first.");
        await _runs.StopAsync();
        string key = Project.Masks.Add(ids);
        Project.Do($"{how} in frame {frame}", Change.Of(frame, new FrameRecord(key, key, null)));
    }

    /// <summary>Forgets the mask that the user made of a frame.</summary>
    public async Task RemoveMaskAsync(int frame)
    {
        RequireFrame(frame);
        await _runs.StopAsync();
        Project.Do($"Clear frame {frame}", Change.Of(frame, FrameRecord.Empty));
    }

    /// <summary>Makes an object's mask in a frame from clicks, lines and a box, and takes it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="before">The key of the frame's mask before the first of these prompts; null for none.</param>
    /// <param name="prompts">All that was said since.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StudioException">They cannot be used.</exception>
    public async Task ClickAsync(int frame, string? before, ObjectPrompts prompts, CancellationToken cancellation)
    {
        RequireFrame(frame);
        RequireObject(prompts.Id);
        if (!HasClicks) throw new StudioException(LiVOS.Model.Clicks.ClickSession.NoHead("The network"));
        byte[] mask = before is null ? new byte[Project.Masks.Pixels] : Project.Masks.Read(before);
        await PutMaskAsync(frame, await _clicks.MaskAsync(frame, mask, prompts, cancellation), $"Click on object {prompts.Id}");
    }

    /// <summary>Lets an object end: it is in no frame from this one on.</summary>
    /// <param name="id">The object.</param>
    /// <param name="frame">The first frame without it; 0 for all, which removes the object.</param>
    public async Task EndObjectAsync(int id, int frame)
    {
        RequireFrame(frame);
        RequireObject(id);
        await _runs.StopAsync();
        KeyValuePair<int, FrameRecord>[] later;
        string name;
        lock (Project.Guard)
        {
            later = [.. Project.Document.Frames.Where(each => each.Key >= frame)];
            name = Project.Document.Objects[id].Name;
        }
        IEnumerable<Change> changes = later.Select(each => (each.Key, Was: each.Value, Is: Without(each.Value, (byte)id)))
            .Where(each => each.Is != each.Was).Select(each => Change.Of(each.Key, each.Is));
        changes = frame == 0 ? changes.Append(Change.EndOf(id, null)).Append(Change.Of(id, (ObjectRecord?)null)) : changes.Append(Change.EndOf(id, frame));
        Project.Do(frame == 0 ? $"Remove {name}" : $"{name} ends at frame {frame}", [.. changes]);
    }

    /// <summary>Starts a run; <see cref="RunChanged"/> tells how it goes.</summary>
    /// <exception cref="StudioException">There is no mask to begin with.</exception>
    public Task StartRunAsync(int from, RunDirection direction)
    {
        RequireFrame(from);
        return _runs.StartAsync(from, direction);
    }

    /// <summary>Stops the run; what it has done stays.</summary>
    public Task StopRunAsync() => _runs.StopAsync();

    /// <summary>Takes the last action back, or does it again.</summary>
    /// <exception cref="StudioException">There is none.</exception>
    public async Task StepAsync(bool isUndo)
    {
        await _runs.StopAsync();
        if (!(isUndo ? Project.TryUndo() : Project.TryRedo())) throw new StudioException($"There is nothing to {(isUndo ? "undo" : "do again")}.");
    }

    /// <summary>Shows what the network computes for a frame.</summary>
    public Task<IReadOnlyList<Panel>> InsightAsync(int frame, int id, CancellationToken cancellation)
    {
        RequireFrame(frame);
        return _insight.PanelsAsync(frame, id, cancellation);
    }

    /// <summary>Writes the masks in another program's format; one at a time.</summary>
    /// <returns>The folder or file.</returns>
    public async Task<string> ExportAsync(string format, Action<int> progress, CancellationToken cancellation)
    {
        await _exporting.WaitAsync(cancellation);
        try
        {
            return await _exports.WriteAsync(format, progress, cancellation);
        }
        finally
        {
            _exporting.Release();
        }
    }

    /// <summary>The file name of what was exported in a format.</summary>
    public string ExportName(string format) => _exports.FileNameOf(format);

    /// <summary>Gives what was exported in a format, as one file.</summary>
    public Task SendExportAsync(string format, Stream stream) => _exports.SendAsync(format, stream);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _runs.DisposeAsync();
        await Pictures.DisposeAsync();
        _clicks.Dispose();
        _exporting.Dispose();
        await Project.DisposeAsync();
    }

    private void RequireFrame(int frame)
    {
        if (frame < 0 || frame >= Project.Clip.Frames.Count)
            throw new StudioException($"The clip has no frame {frame}; its {Project.Clip.Frames.Count} frames are numbered from 0.");
    }

    private void RequireObject(int id)
    {
        lock (Project.Guard)
            if (!Project.Document.Objects.ContainsKey(id)) throw new StudioException($"There is no object {id}; add it first.");
    }

    private FrameRecord Without(FrameRecord record, byte id) => record with
    {
        Given = Without(record.Given, id),
        Mask = Without(record.Mask, id),
        Scores = record.Scores?.Any(score => score.Id == id) == true ? [.. record.Scores.Where(score => score.Id != id)] : record.Scores,
    };

    private string? Without(string? key, byte id)
    {
        if (key is null || Project.Masks.Read(key) is var ids && !ids.Contains(id)) return key;
        byte[] rest = [.. ids];
        rest.AsSpan().Replace(id, (byte)0);
        return rest.AsSpan().ContainsAnyExcept((byte)0) ? Project.Masks.Add(rest) : null;
    }
}
