using LiVOS.Files;

namespace LiVOS.Media;

/// <summary>
/// Opens input files, with errors for the user. Only ordinary files are opened, and pipes that someone writes to already: devices and
/// pipes without a writer would make the program wait for ever.
/// </summary>
internal static class InputFile
{
    /// <summary>No picture that is taken needs a larger file.</summary>
    private const long LongestFile = 1L << 30;

    public static byte[] Read(string path)
    {
        using Stream file = Open(path, buffer: 0);
        try
        {
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException error)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>Opens a picture file, which is not empty and not too long.</summary>
    /// <param name="path">The file.</param>
    /// <param name="buffer">Bytes that are read at least at a time; 0 for as many as are asked for.</param>
    public static Stream Open(string path, int buffer = 1024)
    {
        if (path.Length == 0) throw new MediaException("The name of a picture file is empty; give one.");
        Stream file = OpenAny(path, buffer);
        string? reason = !file.CanSeek ? NotRegular(path)
            : file.Length == 0 ? $"'{path}' is empty (0 bytes); copy or export it again."
            : file.Length > LongestFile ? $"'{path}' holds {file.Length} bytes, more than a picture can need; check that it is the file you mean."
            : null;
        if (reason is null) return file;
        file.Dispose();
        throw new MediaException(reason);
    }

    /// <summary>The error for the user.</summary>
    public static MediaException Unreadable(string path, Exception error) =>
        new($"'{path}' cannot be read ({error.Message.TrimEnd('.')}); check the file and its permissions.", error);

    private static Stream OpenAny(string path, int buffer)
    {
        try
        {
            FileStatus status = FileStatus.Of(path);
            return status.Kind switch
            {
                FileKind.Folder => throw new MediaException($"'{path}' is a folder where a picture file is needed; name a file in it."),
                FileKind.Pipe when RegularFile.IsNamelessPipe(path) => new MemoryStream(PipeContent.Read(status, path), writable: false),
                FileKind.Pipe or FileKind.Socket or FileKind.Device => throw new MediaException(NotRegular(path)),
                _ => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, buffer),
            };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MediaException($"There is no file '{path}'; check the name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, error);
        }
    }

    private static string NotRegular(string path) => $"'{path}' is not a regular file, but a pipe, a socket or a device; save the picture as a file first.";
}
