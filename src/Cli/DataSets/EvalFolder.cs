using System.Text.Json.Serialization.Metadata;
using LiVOS.Cli.Batches;
using LiVOS.Cli.Clips;
using LiVOS.Cli.Errors;
using LiVOS.Cli.Files;
using LiVOS.Cli.Reports;
using LiVOS.Evaluation;
using LiVOS.Evaluation.DataSets;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Cli.DataSets;

/// <summary>
/// The folder of an evaluation: <c>Annotations</c> with the masks, <c>complete</c> with a record for each clip that is whole,
/// <c>run.json</c> with what all of it was made from, <c>run.lock</c> that one evaluation at a time holds, or all that take a part of the clips;
/// each of these has a lock of its own beside it.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="shard">The part of the clips that is taken.</param>
internal sealed class EvalFolder(string path, Shard shard) : IDisposable
{
    private readonly ResultFolder _folder = new(path);
    private readonly Lock _guard = new();
    private readonly List<FolderLock> _held = [];
    private bool _goesOn, _begun;

    /// <summary>The folder of the clips' folders.</summary>
    public ResultFolder Masks => _folder.Folder("Annotations");

    /// <summary>A clip's folder of masks.</summary>
    public string MasksOf(DataSetClip clip) => Masks.Folder(clip.Name).Path;

    /// <summary>A file of the folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Refuses to write into what is read.</summary>
    /// <exception cref="InputException">Masks would go into one of the inputs, or these lie among the masks.</exception>
    /// <exception cref="MediaException">A link within the folder leads elsewhere.</exception>
    public void KeepOff(IReadOnlyList<string> inputs)
    {
        string masks = Masks.Path;
        _ = Records; // refuses a link, too
        foreach (string input in inputs)
            if (RealPath.IsWithin(path, input) || RealPath.IsWithin(masks, input) || RealPath.IsWithin(input, masks))
                throw new InputException($"Results in '{path}' would be written among what is read from '{input}'; give another folder for them.");
    }

    /// <summary>Looks whether the folder can take an evaluation or go on with one. Nothing is made.</summary>
    /// <exception cref="InputException">It holds results of something else, or another evaluation is writing there.</exception>
    public void Look(EvalSettings settings)
    {
        if (System.IO.File.Exists(LockFile)) Lock();
        _goesOn = System.IO.File.Exists(SettingsFile);
        if (!_goesOn) return;
        EvalSettings before = Read(SettingsFile, ReportJson.Default.EvalSettings) is { DataSet: not null, Root: not null, WeightsSha256: not null } whole
            ? whole
            : throw new InputException($"'{SettingsFile}' is broken, so it is not known what the results in '{path}' belong to; "
                + "give another folder, or delete that one.");
        if (before != settings)
            throw new InputException($"'{path}' holds results of another evaluation ({Difference(before, settings)}); "
                + "give another folder, or delete that one.");
    }

    /// <summary>Makes the folder, or goes on with one that is there. Called once everything else has been checked; only the first call counts.</summary>
    /// <exception cref="InputException">It cannot be made, holds results of something else, or another evaluation is writing there.</exception>
    public void Begin(EvalSettings settings)
    {
        lock (_guard)
        {
            if (_begun) return;
            Create(Masks.Path);
            Create(Records.Path);
            Lock();
            Look(settings);
            JsonRecord.Write(SettingsFile, settings, ReportJson.Default.EvalSettings);
            _begun = _goesOn = true;
        }
    }

    /// <summary>The record of a clip that is complete, with all masks that are asked for; null for any other.</summary>
    public ClipRecord? Completed(DataSetClip clip)
    {
        ResultFolder masks = Masks.Folder(clip.Name);
        return _goesOn && Read(RecordFile(clip), ReportJson.Default.ClipRecord) is ClipRecord record && record.IsOf(clip)
            && clip.SavedFrames.All(frame => System.IO.File.Exists(masks.File(frame + ".png"))) ? record : null;
    }

    /// <summary>Prepares the folder of a clip that is to start.</summary>
    public void Start(DataSetClip clip)
    {
        System.IO.File.Delete(RecordFile(clip));
        Create(MasksOf(clip));
    }

    /// <summary>Remembers that a clip is complete.</summary>
    public void Complete(DataSetClip clip, ClipRecord record) => JsonRecord.Write(RecordFile(clip), record, ReportJson.Default.ClipRecord);

    /// <summary>The masks' files of all clips.</summary>
    public static IEnumerable<(string Clip, string File)> MaskFiles(DataSet dataSet) =>
        dataSet.Clips.SelectMany(clip => clip.SavedFrames.Select(frame => (clip.Name, frame + ".png")));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FolderLock held in _held) held.Dispose();
    }

    private string SettingsFile => _folder.File("run.json");

    private string LockFile => _folder.File("run.lock");

    private void Lock()
    {
        if (_held.Count > 0) return;
        _held.Add(FolderLock.Take(LockFile, path, shared: !shard.IsAll));
        if (!shard.IsAll) _held.Add(FolderLock.Take(_folder.File($"run-{shard.Number}-of-{shard.Count}.lock"), path));
    }

    private ResultFolder Records => _folder.Folder("complete");

    private string RecordFile(DataSetClip clip) => Records.File(clip.Name + ".json");

    private static void Create(string folder) => new OutputFolder(folder, withOverlays: false).Create();

    private static string Difference(EvalSettings before, EvalSettings now) =>
        before.DataSet != now.DataSet ? $"of {before.DataSet}"
        : before.Root != now.Root ? $"of '{before.Root}'"
        : before.Size != now.Size ? $"at --size {before.Size?.ToString() ?? "the frames' own"}"
        : "with other weights";

    /// <summary>Reads a file; null if there is none, or if it is broken.</summary>
    private static T? Read<T>(string file, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonRecord.Read(file, type);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{file}' cannot be read ({error.Message.TrimEnd('.')}); check its permissions, or give another folder.", error);
        }
    }
}
