using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>A text file that names the clips of a subset, as DAVIS has them in ImageSets.</summary>
public static class SubsetFile
{
    /// <summary>
    /// Reads the clips' names: one a line, in ordinal order; or, as DAVIS 2016 has them, a line for each frame with its picture's path, whose
    /// folder names the clip.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">The file cannot be read or names no clip.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            string[] names = [.. File.ReadLines(path).Select(ClipOf).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
            return names.Length > 0 ? names : throw new MediaException($"The subset file '{path}' names no clip; put one name on each line.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MediaException($"The subset file '{path}' cannot be read ({error.Message.TrimEnd('.')}); "
                + "check the name and its permissions.", error);
        }
    }

    static string ClipOf(string line)
    {
        string first = line.Trim().Split(' ', '\t')[0];
        string[] parts = first.Split('/');
        return parts.Length > 1 ? parts[^2] : first;
    }
}
