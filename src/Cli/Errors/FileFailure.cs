using LiVOS.Files;

namespace LiVOS.Cli.Errors;

/// <summary>Replaces the system's messages about files: names the file and what to do.</summary>
internal static class FileFailure
{
    private const int WindowsInUse = unchecked((int)0x80070020);

    /// <summary>The message for an error of the file system.</summary>
    /// <param name="error">The error.</param>
    /// <param name="paths">The files and folders that the command line names, for an error that names none.</param>
    public static string Describe(Exception error, IReadOnlyList<string> paths)
    {
        string reason = error.Message.TrimEnd('.');
        string? path = PathIn(reason);
        if (path is null && paths.Count > 0) reason += $", in one of {string.Join(", ", paths.Select(name => $"'{name}'"))}";
        return $"{reason}; {Advice(error, path)}.";
    }

    private static string Advice(Exception error, string? path) => error switch
    {
        UnauthorizedAccessException when Directory.Exists(path) =>
            "it is a folder where a file is wanted, or its permissions do not allow it: check them, or give another name",
        UnauthorizedAccessException => "check its permissions and those of its folder, or give another name",
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException => "check the name",
        PathTooLongException => "give a shorter name",
        _ when DiskFull.IsCauseOf(error) => "the disk is full: make room, or give a folder on another disk",
        _ when error.HResult is WindowsInUse => "another program holds the file: close it",
        _ => "check that the file and its disk can be read and written",
    };

    /// <summary>The path between quotes; null where there is none.</summary>
    private static string? PathIn(string message)
    {
        int start = message.IndexOf('\'') + 1, end = message.LastIndexOf('\'');
        return start > 0 && end > start ? message[start..end] : null;
    }
}
