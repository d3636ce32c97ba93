using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiVOS.Evaluation.DataSets;
using LiVOS.Media;

namespace LiVOS.Evaluation.Submissions;

/// <summary>Writes <c>predictions.json</c>: the annotation file again, with the predicted masks of all annotated frames
/// (docs/network.md#submissions).</summary>
public static class BurstPredictions
{
    /// <summary>Packed counts are full of characters that only HTML would need escaped.</summary>
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes the file, whole or not at all. Of every object the first mask, which was given, is copied as it came; what a frame does not show is
    /// left out.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="annotations">The annotation file.</param>
    /// <param name="masks">The folder of the clips' folders with the predicted masks. A frame before its clip's first mask has none.</param>
    /// <exception cref="MediaException">A mask cannot be read, or the file cannot be written.</exception>
    public static void Write(string path, BurstAnnotations annotations, ResultFolder masks) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, s_plain);
        json.WriteStartObject();
        foreach (JsonProperty property in annotations.Root.EnumerateObject())
        {
            if (property.Name != BurstAnnotations.SequencesProperty)
            {
                property.WriteTo(json);
                continue;
            }
            json.WriteStartArray(property.Name);
            foreach (BurstSequence sequence in annotations.Sequences) WriteSequence(json, sequence, masks.Folder(sequence.ClipName));
            json.WriteEndArray();
        }
        json.WriteEndObject();
    });

    private static void WriteSequence(Utf8JsonWriter json, BurstSequence sequence, ResultFolder masks)
    {
        var seen = new HashSet<string>();
        json.WriteStartObject();
        foreach (JsonProperty property in sequence.Element.EnumerateObject())
        {
            if (property.Name != BurstSequence.SegmentationsProperty)
            {
                property.WriteTo(json);
                continue;
            }
            json.WriteStartArray(property.Name);
            for (int i = 0; i < sequence.AnnotatedFrames.Count; i++)
                WriteFrame(json, sequence.Segmentations[i], seen, masks.File(sequence.AnnotatedFrames[i] + ".png"));
            json.WriteEndArray();
            json.Flush();
        }
        json.WriteEndObject();
    }

    private static void WriteFrame(Utf8JsonWriter json, JsonElement given, HashSet<string> seen, string mask)
    {
        json.WriteStartObject();
        var copied = new HashSet<string>();
        foreach (JsonProperty property in given.EnumerateObject().Where(property => seen.Add(property.Name)))
        {
            copied.Add(property.Name);
            property.WriteTo(json);
        }
        if (File.Exists(mask))
            foreach ((int id, string counts) in CocoRunLength.Encode(Png.ReadMask(mask)))
            {
                string name = id.ToString(CultureInfo.InvariantCulture);
                if (copied.Contains(name)) continue;
                json.WriteStartObject(name);
                json.WriteString("rle", counts);
                json.WriteEndObject();
            }
        json.WriteEndObject();
    }
}
