using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiVOS.Media.Annotations;

/// <summary>The parts of a file of COCO or of labelme that masks are made of; all else in it is passed over.</summary>
/// <param name="Images">COCO's pictures.</param>
/// <param name="Annotations">COCO's objects.</param>
/// <param name="Shapes">labelme's objects.</param>
/// <param name="ImagePath">labelme's picture.</param>
/// <param name="ImageHeight">Its rows.</param>
/// <param name="ImageWidth">Its columns.</param>
internal sealed record AnnotationDocument(
    IReadOnlyList<CocoImage?>? Images,
    IReadOnlyList<CocoAnnotation?>? Annotations,
    IReadOnlyList<LabelmeShape?>? Shapes,
    [property: JsonPropertyName("imagePath")] string? ImagePath,
    [property: JsonPropertyName("imageHeight")] int ImageHeight,
    [property: JsonPropertyName("imageWidth")] int ImageWidth);

/// <summary>A picture of COCO.</summary>
internal sealed record CocoImage(long Id, string? FileName, int Width, int Height);

/// <summary>An object in a picture of COCO.</summary>
/// <param name="Id">The annotation's own number.</param>
/// <param name="ImageId">The picture.</param>
/// <param name="TrackId">The object.</param>
/// <param name="Attributes">Has <c>track_id</c> too where CVAT wrote the file.</param>
/// <param name="Segmentation">Polygons, or run lengths.</param>
internal sealed record CocoAnnotation(long Id, long ImageId, int? TrackId, JsonElement Attributes, JsonElement Segmentation)
{
    /// <summary>The object, where the file tells.</summary>
    public int? Track => TrackId
        ?? (Attributes.ValueKind == JsonValueKind.Object && Attributes.TryGetProperty("track_id", out JsonElement track)
            && track.ValueKind == JsonValueKind.Number && track.TryGetInt32(out int id) ? id : null);
}

/// <summary>An object, or a part of it, in a picture of labelme.</summary>
/// <param name="Points">Corners: x and y.</param>
/// <param name="GroupId">The object.</param>
/// <param name="ShapeType">What the points mean; null for a polygon.</param>
/// <param name="Mask">The PNG of a <c>mask</c>.</param>
internal sealed record LabelmeShape(double[]?[]? Points, int? GroupId, string? ShapeType, byte[]? Mask);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AnnotationDocument))]
internal sealed partial class AnnotationContext : JsonSerializerContext;
