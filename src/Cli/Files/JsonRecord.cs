using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Cli.Files;

/// <summary>Small JSON files that the program keeps among results, to know later what they are.</summary>
internal static class JsonRecord
{
    /// <summary>Reads a record; null if there is none, or if it is broken.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its permissions forbid it.</exception>
    public static T? Read<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        if (!File.Exists(path)) return null;
        using FileStream file = RegularFile.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize(file, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a record, whole or not at all.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, type));
}
