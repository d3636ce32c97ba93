using System.Text.Json;

namespace LiVOS.Media.Annotations;

/// <summary>Reads masks from files of COCO or labelme.</summary>
internal static class AnnotationFile
{
    /// <summary>The ending of their names.</summary>
    public const string Extension = ".json";

    /// <summary>Masks of a clip need no larger file.</summary>
    private const long MostBytes = 1L << 28;

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
        if (document.Shapes is not null) return [LabelmeFrame.Of(document, path)];
        if (document is { Images: not null, Annotations: not null }) return CocoFrames.Of(document, path);
        throw new MediaException($"'{path}' is neither of COCO ('images' and 'annotations') nor of labelme ('shapes'); "
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
