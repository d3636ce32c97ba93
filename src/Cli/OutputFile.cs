namespace LiVOS.Cli;

/// <summary>Files that are written at the end of long work.</summary>
static class OutputFile
{
    /// <summary>Refuses, before the work, a file that cannot be written after it.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="InputException">Its folder does not exist, or it is a folder itself.</exception>
    public static void Require(string? path)
    {
        if (path is null) return;
        if (Directory.Exists(path)) throw new InputException($"'{path}' is a folder, so no file can be written there; give another name.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new InputException($"'{path}' cannot be written because its folder does not exist; create the folder first.");
    }
}
