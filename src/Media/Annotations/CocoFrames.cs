using System.Text.Json;

namespace LiVOS.Media.Annotations;

/// <summary>The frames in a file of COCO that have objects. <c>track_id</c> is the object's id, or the one in CVAT's <c>attributes</c>; objects without
/// one are numbered in their order.</summary>
internal static class CocoFrames
{
    private const int FewestNumbers = 6; // of three corners

    /// <summary>Reads them.</summary>
    /// <exception cref="MediaException">An annotation has no picture, or a picture no size.</exception>
    public static IReadOnlyList<AnnotatedFrame> Of(AnnotationDocument document, string path)
    {
        Dictionary<long, CocoImage> images = [];
        foreach (CocoImage image in document.Images!.OfType<CocoImage>())
            if (!images.TryAdd(image.Id, image)) throw new MediaException($"'{path}' has two images of id {image.Id}; give each an id of its own.");
        List<AnnotatedFrame> frames = [];
        foreach (IGrouping<long, CocoAnnotation> ofImage in document.Annotations!.OfType<CocoAnnotation>().GroupBy(annotation => annotation.ImageId))
        {
            if (!images.TryGetValue(ofImage.Key, out CocoImage? image))
                throw new MediaException($"Annotation {ofImage.First().Id} in '{path}' is of image {ofImage.Key}, which is not in 'images'; add the image.");
            if (image.FileName is null) throw new MediaException($"Image {image.Id} in '{path}' has no 'file_name', which tells its frame; add it.");
            PictureSize.Check(image.Width, image.Height, $"{path}: {image.FileName}");
            CocoAnnotation[] annotations = [.. ofImage];
            int[] ids = AnnotatedFrame.Number([.. annotations.Select(annotation => annotation.Track)]);
            frames.Add(new AnnotatedFrame(
                path, [AnnotatedFrame.NameOf(image.FileName)], image.Width, image.Height, [.. annotations.Zip(ids, (each, id) => ShapeOf(each, id, path))]));
        }
        return frames;
    }

    private static ObjectShape ShapeOf(CocoAnnotation annotation, int id, string path)
    {
        string where = $"Annotation {annotation.Id} in '{path}'";
        JsonElement segmentation = annotation.Segmentation;
        return new ObjectShape(id, where, segmentation.ValueKind switch
        {
            JsonValueKind.Object => (plane, width, height) => DrawRuns(segmentation, plane, width, height, where),
            JsonValueKind.Array when segmentation.GetArrayLength() > 0 => (plane, width, height) => DrawPolygons(segmentation, plane, width, height, where),
            _ => throw new MediaException($"{where} has no segmentation, so it is no mask; remove it, or draw its mask."),
        });
    }

    private static void DrawPolygons(JsonElement polygons, Span<int> plane, int width, int height, string where)
    {
        foreach (JsonElement polygon in polygons.EnumerateArray())
        {
            double[] numbers = polygon.ValueKind == JsonValueKind.Array && polygon.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number)
                ? [.. polygon.EnumerateArray().Select(number => number.GetDouble())]
                : [];
            if (numbers.Length < FewestNumbers || numbers.Length % 2 != 0 || numbers.Any(number => !(Math.Abs(number) <= PolygonFill.MostDistance)))
                throw new MediaException($"{where} has a polygon that is not x, y, x, y, ... of three corners or more; check it.");
            PolygonFill.Fill([.. Enumerable.Range(0, numbers.Length / 2).Select(i => (numbers[2 * i], numbers[2 * i + 1]))], plane, width, height);
        }
    }

    private static void DrawRuns(JsonElement segmentation, Span<int> plane, int width, int height, string where)
    {
        if (segmentation.TryGetProperty("size", out JsonElement size)
            && (size.ValueKind != JsonValueKind.Array || !size.EnumerateArray().Select(Number).SequenceEqual([height, width])))
            throw new MediaException($"{where} has run lengths of the size {size.GetRawText()}, but its image is {height} rows of {width}; export it again.");
        if (!segmentation.TryGetProperty("counts", out JsonElement counts))
            throw new MediaException($"{where} has a segmentation without 'counts'; export it again.");
        try
        {
            switch (counts.ValueKind)
            {
                case JsonValueKind.String:
                    CocoRunLength.Decode(counts.GetString()!, width, height, plane, 1);
                    break;
                case JsonValueKind.Array when counts.EnumerateArray().All(run => Number(run) is >= 0):
                    CocoRunLength.Draw([.. counts.EnumerateArray().Select(run => run.GetInt32())], width, height, plane, 1);
                    break;
                default:
                    throw new FormatException("they are neither a string nor a list of whole numbers");
            }
        }
        catch (FormatException error)
        {
            throw new MediaException($"{where} has run lengths that are broken ({error.Message}); export it again.", error);
        }
    }

    private static int? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) ? number : null;
}
