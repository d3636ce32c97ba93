using LiVOS.Cli.Errors;
using LiVOS.Files;

namespace LiVOS.Cli.DataSets;

/// <summary>
/// A folder that one process at a time writes to, or several that each write a part: a file that is held open for as long. The system lets go of it when
/// its process ends, however that ends. (The file stays: removing it would let two processes hold two files of that name.)
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int SharingViolation = 32, LinuxWouldBlock = 11, MacWouldBlock = 35;

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The file, which is made where there is none.</param>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="shared">Whether others may hold it at the same time, if they share it too.</param>
    /// <exception cref="InputException">Another process has it, or the file cannot be made.</exception>
    public static FolderLock Take(string path, string folder, bool shared = false)
    {
        try
        {
            if (FileStatus.Of(path).Kind is not (FileKind.Regular or FileKind.Missing))
                throw new InputException($"'{path}' is not a regular file; remove it, or give another folder.");
            return new FolderLock(
                shared
                    ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read)
                    : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw new InputException($"Another evaluation is writing to '{folder}' right now; wait for its end, or give another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written ({error.Message.TrimEnd('.')}); check its permissions, or give another folder.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsHeld(IOException error) =>
        (error.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock);
}
