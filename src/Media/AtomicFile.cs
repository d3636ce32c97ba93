using LiVOS.Files;

namespace LiVOS.Media;

/// <summary>
/// Writes files that appear whole or not at all: under another name in the same folder first, then renamed. So a full disk, an
/// error or a killed process never leaves half a file under the name asked for (a power cut may: the disk is not waited for).
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; one that is there is replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content; what it throws other than errors of input and output is passed on.</param>
    /// <exception cref="MediaException">
    /// The file cannot be written; nothing was left behind, and a file that was there is as it was.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (path.Length == 0 || path.Contains('\0')) throw new MediaException("The name of a file to write is empty, or holds a zero; give another.");
        if (FileStatus.Of(path).Kind is FileKind kind and not (FileKind.Missing or FileKind.Regular))
            throw new MediaException(kind == FileKind.Folder
                ? $"'{path}' is a folder, so no file can be written there; give another name."
                : $"'{path}' is not a regular file, but a pipe, a socket or a device, which cannot be replaced; give another name.");
        try
        {
            using TemporaryFile temporary = TemporaryFile.Beside(path);
            write(temporary.Stream);
            temporary.Keep(path);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new MediaException($"'{path}' cannot be written because its folder does not exist; create the folder first.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new MediaException($"'{path}' cannot be written because it or its folder is not writable; "
                + "change the permissions or write elsewhere.", error);
        }
        catch (IOException error)
        {
            throw new MediaException(DiskFull.IsCauseOf(error)
                ? $"'{path}' cannot be written because the disk is full; free some space or write elsewhere."
                : $"'{path}' cannot be written ({error.Message.TrimEnd('.')}); check the name and the disk, or write elsewhere.", error);
        }
    }
}
