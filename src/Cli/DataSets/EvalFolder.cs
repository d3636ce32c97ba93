using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiVOS.Cli.Clips;
using LiVOS.Evaluation.DataSets;
using LiVOS.Media;

namespace LiVOS.Cli.DataSets;

/// <summary>
/// The folder of an evaluation: <c>Annotations</c> with the masks, <c>complete</c> with a record for each clip that is whole,
/// <c>run.json</c> with what all of it was made from.
/// </summary>
/// <param name="path">The folder.</param>
sealed class EvalFolder(string path)
{
    readonly string settingsFile = Path.Combine(path, "run.json"), records = Path.Combine(path, "complete");

    /// <summary>The folder of the clips' folders.</summary>
    public string Masks { get; } = Path.Combine(path, "Annotations");

    /// <summary>A clip's folder of masks.</summary>
    public string MasksOf(DataSetClip clip) => Path.Combine(Masks, clip.Name);

    /// <summary>A file of the folder.</summary>
    public string File(string name) => Path.Combine(path, name);

    /// <summary>Refuses to write into what is read.</summary>
    /// <exception cref="InputException">Masks would go into one of the inputs, or these lie among the masks.</exception>
    public void KeepOff(IReadOnlyList<string> inputs)
    {
        foreach (string input in inputs)
            if (IsWithin(Masks, input) || IsWithin(input, Masks))
                throw new InputException($"Results in '{path}' would be written among what is read from '{input}'; give another folder for them.");
    }

    /// <summary>Makes the folder, or goes on with one that is there.</summary>
    /// <exception cref="InputException">It cannot be made, or holds results of something else.</exception>
    public void Begin(EvalSettings settings)
    {
        new OutputFolder(Masks, withOverlays: false).Create();
        Directory.CreateDirectory(records);
        if (Read(settingsFile, ReportJson.Default.EvalSettings) is EvalSettings before && before != settings)
            throw new InputException($"'{path}' holds results of another evaluation ({Difference(before, settings)}); "
                + "give another folder, or delete that one.");
        Write(settingsFile, settings, ReportJson.Default.EvalSettings);
    }

    /// <summary>The record of a clip that is complete, with all masks that are asked for; null for any other.</summary>
    public ClipRecord? Completed(DataSetClip clip)
    {
        ClipRecord? record = Read(RecordFile(clip), ReportJson.Default.ClipRecord);
        return record is not null && clip.SavedFrames.All(frame => System.IO.File.Exists(MaskFile(clip, frame))) ? record : null;
    }

    /// <summary>Prepares the folder of a clip that is to start.</summary>
    public void Start(DataSetClip clip)
    {
        System.IO.File.Delete(RecordFile(clip));
        new OutputFolder(MasksOf(clip), withOverlays: false).Create();
    }

    /// <summary>Remembers that a clip is complete.</summary>
    public void Complete(DataSetClip clip, ClipRecord record) => Write(RecordFile(clip), record, ReportJson.Default.ClipRecord);

    /// <summary>The masks of all clips, relative to <see cref="Masks"/>.</summary>
    public static IEnumerable<string> MaskFiles(DataSet dataSet) =>
        dataSet.Clips.SelectMany(clip => clip.SavedFrames.Select(frame => Path.Combine(clip.Name, frame + ".png")));

    string MaskFile(DataSetClip clip, string frame) => Path.Combine(Masks, clip.Name, frame + ".png");

    string RecordFile(DataSetClip clip) => Path.Combine(records, clip.Name + ".json");

    static string Difference(EvalSettings before, EvalSettings now) =>
        before.DataSet != now.DataSet ? $"of {before.DataSet}"
        : before.Root != now.Root ? $"of '{before.Root}'"
        : before.Size != now.Size ? $"at --size {before.Size?.ToString() ?? "the frames' own"}"
        : "with other weights";

    static bool IsWithin(string inner, string outer) =>
        (Path.GetFullPath(inner) + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(outer)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>What a file holds; null where there is none, or none that is whole.</summary>
    static T? Read<T>(string file, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return System.IO.File.Exists(file) ? JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file), type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static void Write<T>(string file, T value, JsonTypeInfo<T> type) =>
        AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, value, type));
}
