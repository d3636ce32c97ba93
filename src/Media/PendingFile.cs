using LiVOS.Files;

namespace LiVOS.Media;

/// <summary>
/// A file that is written bit by bit, and appears whole or not at all: under another name in the same folder first, then renamed. So a full disk, an
/// error or a killed process never leaves half a file under the name asked for (a power cut may: the disk is not waited for).
/// </summary>
public sealed class PendingFile : IDisposable
{
    private readonly string _path;
    private readonly TemporaryFile _temporary;

    private PendingFile(string path, TemporaryFile temporary) => (_path, _temporary) = (path, temporary);

    /// <summary>The name that it has until it is whole.</summary>
    public string TemporaryPath => _temporary.Path;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its name when it is whole; one that is there is replaced. Its folder must exist.</param>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public static PendingFile Begin(string path)
    {
        if (path.Length == 0 || path.Contains('\0')) throw new MediaException("The name of a file to write is empty, or holds a zero; give another.");
        if (FileStatus.Of(path).Kind is FileKind kind and not (FileKind.Missing or FileKind.Regular))
            throw new MediaException(kind == FileKind.Folder
                ? $"'{path}' is a folder, so no file can be written there; give another name."
                : $"'{path}' is not a regular file, but a pipe, a socket or a device, which cannot be replaced; give another name.");
        return Explained(path, () => new PendingFile(path, TemporaryFile.Beside(path)));
    }

    /// <summary>Writes on.</summary>
    /// <param name="write">Writes; what it throws other than errors of input and output is passed on.</param>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public void Write(Action<Stream> write) => Explained(_path, () =>
    {
        write(_temporary.Stream);
        return true;
    });

    /// <summary>Lets another program write the file, under <see cref="TemporaryPath"/>.</summary>
    public void LetOthersWrite() => _temporary.LetOthersWrite();

    /// <summary>Gives the file, which is whole, its name.</summary>
    /// <exception cref="MediaException">It cannot be written.</exception>
    public void Keep() => Explained(_path, () =>
    {
        _temporary.Keep(_path);
        return true;
    });

    /// <summary>Removes a file that was not kept; one of its name that was there is as it was.</summary>
    public void Dispose() => _temporary.Dispose();

    /// <summary>The error for the user.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">What is wrong with writing it.</param>
    public static MediaException FailureOf(string path, Exception error) => error switch
    {
        DirectoryNotFoundException => new($"'{path}' cannot be written because its folder does not exist; create the folder first.", error),
        UnauthorizedAccessException => new(
            $"'{path}' cannot be written because it or its folder is not writable; change the permissions or write elsewhere.", error),
        _ when DiskFull.IsCauseOf(error) => FullDisk(path, error),
        _ => new($"'{path}' cannot be written ({error.Message.TrimEnd('.')}); check the name and the disk, or write elsewhere.", error),
    };

    /// <summary>The error for the user where the disk is full.</summary>
    public static MediaException FullDisk(string path, Exception? error) =>
        new($"'{path}' cannot be written because the disk is full; free some space or write elsewhere.", error);

    private static T Explained<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FailureOf(path, error);
        }
    }
}
