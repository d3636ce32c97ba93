using System.Globalization;
using System.Text.Json;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Reads JSON files that others wrote.</summary>
static class JsonFile
{
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
            using FileStream file = File.OpenRead(path);
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

    /// <summary>An object's id.</summary>
    public static int Id(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A text that must be there.</summary>
    public static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("a text is null");
}
