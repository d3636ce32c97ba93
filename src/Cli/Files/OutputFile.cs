using LiVOS.Cli.Errors;
using LiVOS.Files;

namespace LiVOS.Cli.Files;

/// <summary>Files that are written at the end of long work.</summary>
internal static class OutputFile
{
    /// <summary>Refuses, before the work, a file that cannot be written after it.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="inputs">Files and folders that are read: it may not be one of them, or a file that is in one of them already.</param>
    /// <exception cref="InputException">Its folder does not exist or cannot be written to, it is a folder itself, or a file that is read.</exception>
    public static void Require(string? path, params IEnumerable<string> inputs)
    {
        if (path is null) return;
        if (Directory.Exists(path)) throw new InputException($"'{path}' is a folder, so no file can be written there; give another name.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new InputException($"'{path}' cannot be written because its folder does not exist; create the folder first.");
        if (File.Exists(path) && RealPath.Of(path) is RealPath target && inputs.FirstOrDefault(input => target.IsWithin(RealPath.Of(input))) is string read)
            throw new InputException($"'{path}' would overwrite '{read}', which this command reads; give another name.");
        Probe(path, folder);
    }

    /// <summary>Files are first written under another name in the same folder. Only an attempt shows whether that is possible.</summary>
    private static void Probe(string path, string folder)
    {
        try
        {
            using FileStream _ =
                new(Path.Combine(folder, "." + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written because its folder is not writable; change the permissions or write elsewhere.", error);
        }
    }
}
