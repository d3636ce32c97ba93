using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A BURST annotation file: sequences with run-length masks for some of their frames.</summary>
public sealed class BurstAnnotations
{
    readonly JsonDocument document;

    BurstAnnotations(string path, JsonDocument document)
    {
        (Path, this.document) = (path, document);
        Sequences = JsonFile.Interpret(path, () => (BurstSequence[])[.. Root.GetProperty("sequences").EnumerateArray().Select(BurstSequence.Read)]);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The sequences in the file's order.</summary>
    public IReadOnlyList<BurstSequence> Sequences { get; }

    /// <summary>All of the file.</summary>
    internal JsonElement Root => document.RootElement;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MediaException">The file cannot be read, or is not of BURST's form.</exception>
    public static BurstAnnotations Read(string path) => new(path, JsonFile.Open(path));
}

/// <summary>A sequence of BURST.</summary>
/// <param name="Element">All that the file says of it.</param>
/// <param name="DataSet">The data set that it comes from: the folder above its frames' folder.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Frames">The file names of all its frames, in order.</param>
/// <param name="AnnotatedFrames">The names, without extension, of those that are annotated, in order.</param>
/// <param name="Segmentations">For each of those, an object from ids to masks.</param>
public sealed record BurstSequence(
    JsonElement Element, string DataSet, string Name, IReadOnlyList<string> Frames, IReadOnlyList<string> AnnotatedFrames,
    IReadOnlyList<JsonElement> Segmentations)
{
    internal const string SegmentationsProperty = "segmentations";

    /// <summary>The folder of its results: names are unique within a data set only, so it bears both, as others of BURST's tools have it.</summary>
    public string ClipName => $"{DataSet}_-_{Name}";

    internal static BurstSequence Read(JsonElement element)
    {
        var sequence = new BurstSequence(
            element,
            JsonFile.Text(element.GetProperty("dataset")),
            JsonFile.Text(element.GetProperty("seq_name")),
            [.. element.GetProperty("all_image_paths").EnumerateArray().Select(JsonFile.Text)],
            [.. element.GetProperty("annotated_image_paths").EnumerateArray().Select(each => Path.GetFileNameWithoutExtension(JsonFile.Text(each)))],
            [.. element.GetProperty(SegmentationsProperty).EnumerateArray()]);
        if (sequence.Segmentations.Count != sequence.AnnotatedFrames.Count)
            throw new FormatException($"the sequence '{sequence.Name}' has {sequence.AnnotatedFrames.Count} annotated frames, "
                + $"but {sequence.Segmentations.Count} segmentations");
        return sequence;
    }
}
