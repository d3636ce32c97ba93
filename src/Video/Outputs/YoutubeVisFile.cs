using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A clip's masks as annotations of YouTube-VIS: for each object the masks of all frames, null where it is not seen.</summary>
/// <param name="path">The file.</param>
/// <param name="clip">The clip.</param>
public sealed class YoutubeVisFile(string path, ClipInfo clip) : TrackFile(path)
{
    /// <inheritdoc/>
    internal override void Write(
        Stream stream, IReadOnlyList<int> frames, IReadOnlyList<int> ids, Func<int, IEnumerable<(int Frame, LabelMask Mask, ShownObject? Shown)>> masksOf)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("annotations");
        (int Width, int Height) size = default;
        for (int i = 0; i < ids.Count; i++)
        {
            // Areas and boxes are few numbers; masks are written as they are read.
            List<ShownObject?> track = [];
            json.WriteStartObject();
            json.WriteNumber("id", ids[i]);
            json.WriteNumber("video_id", 1);
            json.WriteNumber("category_id", clip.Categories.NumberOf(ids[i]));
            json.WriteNumber("iscrowd", 0);
            json.WriteStartArray("segmentations");
            foreach ((_, LabelMask mask, ShownObject? shown) in masksOf(ids[i]))
            {
                size = (mask.Width, mask.Height);
                track.Add(shown);
                if (shown is { Label: int label }) json.WriteCoco(null, mask, label);
                else json.WriteNullValue();
                json.Flush();
            }
            json.WriteEndArray();
            WriteEach(json, "areas", track, shown => json.WriteNumberValue(shown.Area));
            WriteEach(json, "bboxes", track, shown => json.WriteBox(null, shown.Box));
            json.WriteNumber("width", size.Width);
            json.WriteNumber("height", size.Height);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteRest(json, frames, size);
    }

    private static void WriteEach(Utf8JsonWriter json, string name, List<ShownObject?> track, Action<ShownObject> write)
    {
        json.WriteStartArray(name);
        foreach (ShownObject? shown in track)
        {
            if (shown is ShownObject there) write(there);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    private void WriteRest(Utf8JsonWriter json, IReadOnlyList<int> frames, (int Width, int Height) size)
    {
        json.WriteStartArray("videos");
        json.WriteStartObject();
        json.WriteNumber("id", 1);
        json.WriteString("name", clip.Name);
        json.WriteNumber("width", size.Width);
        json.WriteNumber("height", size.Height);
        json.WriteNumber("length", frames.Count);
        json.WriteStartArray("file_names");
        foreach (int frame in frames) json.WriteStringValue(clip.FileOf(frame));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteCategories(clip.Categories);
        json.WriteEndObject();
    }
}
