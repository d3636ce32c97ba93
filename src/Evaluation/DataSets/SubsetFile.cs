using LiVOS.Files;
using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A text file that names the clips of a subset, as DAVIS has them in ImageSets.</summary>
public static class SubsetFile
{
    /// <summary>No list of clips is longer; a device without end is.</summary>
    private const int MostCharacters = 1 << 22;

    /// <summary>
    /// Reads the clips' names: one a line, in ordinal order; or, as DAVIS 2016 has them, a line for each frame with its picture's path, whose
    /// folder names the clip.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">The file cannot be read, names no clip, or has a name that no folder can have.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            string[] names =
            [
                .. ReadLines(path).Where(line => line.Length > 0).Select(line => EntryName.Require(ClipOf(line), path, "clip"))
                    .Distinct().Order(StringComparer.Ordinal),
            ];
            return names.Length > 0 ? names : throw new MediaException($"The subset file '{path}' names no clip; put one name on each line.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MediaException($"The subset file '{path}' cannot be read ({error.Message.TrimEnd('.')}); "
                + "check the name and its permissions.", error);
        }
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        using var file = new StreamReader(RegularFile.OpenRead(path, orNamelessPipe: true));
        char[] text = new char[MostCharacters + 1];
        int length = file.ReadBlock(text);
        if (length > MostCharacters)
            throw new MediaException($"The subset file '{path}' is longer than lists of clips are; check that it is the file you mean.");
        return new string(text, 0, length).Split('\n', '\r').Select(line => line.Trim());
    }

    private static string ClipOf(string line)
    {
        string first = line.Split(' ', '\t')[0];
        string[] parts = first.Split('/');
        return parts.Length > 1 ? parts[^2] : first;
    }
}
