using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Video;

/// <summary>Parts that COCO and YouTube-VIS have in common.</summary>
internal static class AnnotationJson
{
    /// <summary>An object's mask: its size and packed run lengths.</summary>
    public static void WriteCoco(this Utf8JsonWriter json, string? name, LabelMask mask, int label)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteStartArray("size");
        json.WriteNumberValue(mask.Height);
        json.WriteNumberValue(mask.Width);
        json.WriteEndArray();
        json.WriteString("counts", MaskRuns.Coco(mask, label));
        json.WriteEndObject();
    }

    /// <summary>The categories.</summary>
    public static void WriteCategories(this Utf8JsonWriter json, Categories categories)
    {
        json.WriteStartArray("categories");
        foreach ((int index, string name) in categories.Names.Index())
        {
            json.WriteStartObject();
            json.WriteNumber("id", index + 1);
            json.WriteString("name", name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A box: left, top, width, height.</summary>
    public static void WriteBox(this Utf8JsonWriter json, string? name, MaskBox box)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        json.WriteNumberValue(box.Left);
        json.WriteNumberValue(box.Top);
        json.WriteNumberValue(box.Width);
        json.WriteNumberValue(box.Height);
        json.WriteEndArray();
    }
}
