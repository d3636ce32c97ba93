namespace LiVOS.Cli;

/// <summary>Checks files that are written at the end of long work.</summary>
static class OutputFile
{
    /// <summary>Refuses, before the work, a file that cannot be written after it.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="InputException">It is a folder, or its folder does not exist or takes no files.</exception>
    public static void Require(string? path)
    {
        if (path is null) return;
        if (Directory.Exists(path)) throw new InputException($"'{path}' is a folder, so no file can be written there; give another name.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new InputException($"'{path}' cannot be written because its folder does not exist; create the folder first.");
        try
        {
            File.Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written because its folder takes no files ({error.Message.TrimEnd('.')}); give another folder.", error);
        }
    }
}
