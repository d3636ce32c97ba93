using System.Text.Json;

namespace LiVOS.Media.Annotations;

/// <summary>Reads masks from files of COCO or labelme.</summary>
internal static class AnnotationFile
{
    /// <summary>The ending of their names.</summary>
    public const string Extension = ".json";

    /// <summary>Masks of a clip need no larger file.</summary>
    private const long MostBytes = 1L << 26;

    /// <summary>Each shape is drawn over the whole frame.</summary>
    private const int MostShapes = 4096;

    /// <summary>Whether a file is one by its name.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The frames that it has objects of.</returns>
    /// <exception cref="MediaException">It cannot be read, or is no such file.</exception>
    public static IReadOnlyList<AnnotatedFrame> Read(string path)
    {
        AnnotationDocument document = Parse(path)
            ?? throw new MediaException($"'{path}' holds null instead of annotations; export it again.");
        IReadOnlyList<AnnotatedFrame>? frames = document.Shapes is not null ? [LabelmeFrame.Of(document, path)]
            : document is { Images: not null, Annotations: not null } ? CocoFrames.Of(document, path)
            : null;
        if (frames?.FirstOrDefault(frame => frame.Shapes.Count > MostShapes) is AnnotatedFrame crowded)
            throw new MediaException($"'{path}' has {crowded.Shapes.Count} shapes of '{crowded.Names[0]}', more than the {MostShapes} that one frame may have; "
                + "remove some.");
        return frames ?? throw new MediaException($"'{path}' is neither of COCO ('images' and 'annotations') nor of labelme ('shapes'); "
            + "export the masks in one of these forms.");
    }

    private static AnnotationDocument? Parse(string path)
    {
        using Stream file = InputFile.Open(path);
        if (file.Length > MostBytes)
            throw new MediaException($"'{path}' holds {file.Length} bytes, more than the {MostBytes} that are taken; export the masks of this clip alone.");
        try
        {
            return JsonSerializer.Deserialize(file, AnnotationContext.Default.AnnotationDocument);
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is long line ? $" (at {error.Path ?? "$"}, line {line + 1})" : "";
            throw new MediaException($"'{path}' cannot be read as JSON of COCO or labelme{place}; check the file, or export it again.", error);
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(path, error);
        }
    }
}
