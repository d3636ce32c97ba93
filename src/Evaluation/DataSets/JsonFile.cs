using System.Globalization;
using System.Text.Json;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Reads JSON files that others wrote.</summary>
internal static class JsonFile
{
    /// <summary>BURST's largest file holds a quarter of it; documents of twice as much cannot be held.</summary>
    private const long LongestFile = 1L << 30;

    /// <summary>The largest id that a mask file can hold.</summary>
    private const int LargestId = 0xFFFFFF;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes of its root what is wanted; the root is not to be used after.</param>
    /// <exception cref="MediaException">The file cannot be read, is no JSON, or is not of the form that <paramref name="read"/> asks for.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read)
    {
        using JsonDocument document = Open(path);
        return Interpret(path, () => read(document.RootElement));
    }

    /// <summary>Reads a file to be kept.</summary>
    /// <exception cref="MediaException">The file cannot be read, or is no JSON.</exception>
    public static JsonDocument Open(string path)
    {
        try
        {
            using FileStream file = RegularFile.OpenRead(path);
            if (file.Length > LongestFile)
                throw new MediaException($"'{path}' holds {file.Length} bytes, more than a data set's JSON can need; check that it is the file you mean.");
            return JsonDocument.Parse(file);
        }
        catch (JsonException error)
        {
            throw new MediaException($"'{path}' is not whole JSON ({error.Message.TrimEnd('.')}); copy or unpack it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MediaException($"'{path}' cannot be read ({error.Message.TrimEnd('.')}); check the file and its permissions.", error);
        }
    }

    /// <summary>Takes from JSON what is wanted.</summary>
    /// <exception cref="MediaException">It is not of the form that <paramref name="read"/> asks for.</exception>
    public static T Interpret<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new MediaException($"'{path}' is JSON, but not of the data set's form ({error.Message.TrimEnd('.')}); "
                + "check that it is the file you mean.", error);
        }
    }

    /// <summary>Refuses an object that has two properties of one name, of which readers take whichever they like.</summary>
    /// <exception cref="FormatException">It has.</exception>
    public static void RequireDistinct(JsonElement element)
    {
        var names = new HashSet<string>();
        foreach (JsonProperty property in element.EnumerateObject())
            if (!names.Add(property.Name)) throw new FormatException($"'{property.Name}' is there twice");
    }

    /// <summary>An object's id.</summary>
    public static int Id(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id is > 0 and <= LargestId && text[0] != '0'
            ? id : throw new FormatException($"the id '{text}' is no number from 1 to {LargestId}");

    /// <summary>A text that must be there.</summary>
    public static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("a text is null");
}
