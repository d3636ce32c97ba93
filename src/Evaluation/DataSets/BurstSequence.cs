using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A sequence of BURST.</summary>
/// <param name="Element">All that the file says of it.</param>
/// <param name="DataSet">The data set that it comes from: the folder above its frames' folder.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Frames">The file names of all its frames, in order.</param>
/// <param name="AnnotatedFrames">The names, without extension, of those that are annotated, in order, at least one.</param>
/// <param name="Segmentations">For each of those, an object from ids to masks.</param>
public sealed record BurstSequence(
    JsonElement Element, string DataSet, string Name, IReadOnlyList<string> Frames, IReadOnlyList<string> AnnotatedFrames,
    IReadOnlyList<JsonElement> Segmentations)
{
    internal const string SegmentationsProperty = "segmentations";

    /// <summary>The folder of its results: names are unique within a data set only, so it bears both, as others of BURST's tools have it.</summary>
    public string ClipName => $"{DataSet}_-_{Name}";

    /// <summary>Reads a sequence.</summary>
    /// <exception cref="MediaException">A name in it cannot be a file's.</exception>
    /// <exception cref="FormatException">It is not of BURST's form.</exception>
    internal static BurstSequence Read(string file, JsonElement element)
    {
        JsonFile.RequireDistinct(element);
        var sequence = new BurstSequence(
            element,
            EntryName.Require(JsonFile.Text(element.GetProperty("dataset")), file, "data set"),
            EntryName.Require(JsonFile.Text(element.GetProperty("seq_name")), file, "sequence"),
            [.. Names("all_image_paths")],
            [.. Names("annotated_image_paths").Select(each => Path.GetFileNameWithoutExtension(each))],
            [.. element.GetProperty(SegmentationsProperty).EnumerateArray()]);
        EntryName.Require(sequence.ClipName, file, "sequence");
        if (sequence.AnnotatedFrames.Count == 0) throw new FormatException($"the sequence '{sequence.Name}' has no annotated frames");
        if (sequence.Segmentations.Count != sequence.AnnotatedFrames.Count)
            throw new FormatException($"the sequence '{sequence.Name}' has {sequence.AnnotatedFrames.Count} annotated frames, "
                + $"but {sequence.Segmentations.Count} segmentations");
        foreach (JsonElement segmentation in sequence.Segmentations) JsonFile.RequireDistinct(segmentation);
        return sequence;

        IEnumerable<string> Names(string property) =>
            element.GetProperty(property).EnumerateArray().Select(each => EntryName.Require(JsonFile.Text(each), file, "frame"));
    }
}
