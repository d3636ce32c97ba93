using System.Runtime.InteropServices;

namespace LiVOS.Files;

/// <summary>Files and folders that nobody but their owner can change. Windows keeps a user's own folders so by itself; nothing is done or asked
/// there.</summary>
internal static partial class PrivateFile
{
    /// <summary>The mode of a private file: 0600.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode FolderMode = Mode | UnixFileMode.UserExecute, OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Makes a folder (0700), and those above it that are not there yet.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        // The system's own function gives the mode to the last folder only.
        string? above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (above is not null && !Directory.Exists(above)) CreateFolder(above);
        Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Whether only this user, and the system's own, can change a file or what is in a folder; also where there is none yet.</summary>
    /// <param name="path">The file or folder; links are followed.</param>
    public static bool IsPrivate(string path)
    {
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            FileStatus status = FileStatus.Of(path);
            if (status.Kind == FileKind.Missing) return true;
            return (File.GetUnixFileMode(path) & OthersWrite) == 0 && (status.Owner is null or 0 || status.Owner == CurrentUser());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint CurrentUser();
}
