using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>Finds what may lie in several places below a data set's root.</summary>
internal static class Place
{
    /// <summary>Refuses a root that is not there.</summary>
    /// <exception cref="MediaException">There is no such folder.</exception>
    public static void RequireRoot(string root)
    {
        if (!Directory.Exists(root)) throw new MediaException($"There is no folder '{root}'; give the data set's.");
    }

    /// <summary>The first of the folders that is there; the first of all, with a problem, where none is.</summary>
    public static string Folder(string root, Problems problems, params ReadOnlySpan<string> places) =>
        Find(root, problems, "folder", Directory.Exists, places);

    /// <summary>The first of the files that is there; the first of all, with a problem, where none is.</summary>
    public static string File(string root, Problems problems, params ReadOnlySpan<string> places) =>
        Find(root, problems, "file", System.IO.File.Exists, places);

    private static string Find(string root, Problems problems, string kind, Func<string, bool> exists, ReadOnlySpan<string> places)
    {
        string[] paths = [.. places.ToArray().Select(place => Path.GetFullPath(Path.Combine(root, place)))];
        if (paths.FirstOrDefault(exists) is string found) return found;
        problems.Add($"There is no {kind} '{paths[0]}'{string.Concat(paths[1..].Select(path => $", nor '{path}'"))}; "
            + "unpack the data set there, or give another --root.");
        return paths[0];
    }
}
