using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>A labelme file for each frame: a shape of the kind <c>mask</c> for each object, which <c>group_id</c> tells.</summary>
/// <param name="folder">The folder.</param>
/// <param name="clip">The clip.</param>
public sealed class LabelmeFolder(string folder, ClipInfo clip) : IFrameOutput
{
    private const string Version = "5.5.0";

    /// <inheritdoc/>
    public bool WantsPictures => false;

    /// <inheritdoc/>
    public ValueTask WriteAsync(SegmentedFrame frame)
    {
        OutputFolders.Create(folder);
        AtomicFile.Write(Path.Combine(folder, frame.Name + ".json"), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            Write(json, frame);
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void WriteShape(Utf8JsonWriter json, LabelMask mask, ShownObject shown)
    {
        MaskBox box = shown.Box;
        byte[] pixels = new byte[box.Width * box.Height];
        for (int y = 0, at = 0; y < box.Height; y++)
            for (int x = 0; x < box.Width; x++, at++)
                pixels[at] = mask.Labels[(box.Top + y) * mask.Width + box.Left + x] == shown.Label ? (byte)1 : (byte)0;
        var png = new MemoryStream();
        Png.WriteSamples(png, box.Width, box.Height, channels: 1, pixels);

        json.WriteStartObject();
        json.WriteString("label", clip.Categories.NameOf(shown.Id));
        json.WriteStartArray("points");
        WritePoint(json, box.Left, box.Top);
        WritePoint(json, box.Left + box.Width - 1, box.Top + box.Height - 1);
        json.WriteEndArray();
        json.WriteNumber("group_id", shown.Id);
        json.WriteString("description", "");
        json.WriteString("shape_type", "mask");
        json.WriteStartObject("flags");
        json.WriteEndObject();
        json.WriteBase64String("mask", png.GetBuffer().AsSpan(0, (int)png.Length));
        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, int x, int y)
    {
        json.WriteStartArray();
        json.WriteNumberValue(x);
        json.WriteNumberValue(y);
        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, SegmentedFrame frame)
    {
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteStartObject("flags");
        json.WriteEndObject();
        json.WriteStartArray("shapes");
        foreach (ShownObject shown in ShownObject.Of(frame.Mask)) WriteShape(json, frame.Mask, shown);
        json.WriteEndArray();
        json.WriteString("imagePath", clip.FileOf(frame.Number));
        json.WriteNull("imageData");
        json.WriteNumber("imageHeight", frame.Mask.Height);
        json.WriteNumber("imageWidth", frame.Mask.Width);
        json.WriteEndObject();
    }
}
