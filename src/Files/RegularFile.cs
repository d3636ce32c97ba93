namespace LiVOS.Files;

/// <summary>
/// Opens files that have an end. Reading a named pipe would wait for a writer for ever, and a device may never end; neither is opened.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file to read it from its beginning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="orNamelessPipe">Whether a pipe may be read that a shell made for the program: <c>&lt;(...)</c> or <c>/dev/stdin</c>.</param>
    /// <exception cref="IOException">It is not a file, is not there, or cannot be read; the message ends a sentence.</exception>
    /// <exception cref="UnauthorizedAccessException">The file's permissions forbid it.</exception>
    public static FileStream OpenRead(string path, bool orNamelessPipe = false)
    {
        FileKind kind = FileStatus.Of(path).Kind;
        if (kind is not (FileKind.Regular or FileKind.Missing) && !(orNamelessPipe && kind == FileKind.Pipe && IsNamelessPipe(path)))
            throw new IOException($"it is a {NameOf(kind)}, not a file");
        return File.OpenRead(path);
    }

    /// <summary>Whether a pipe has no name in any folder. This process then has it open already, and somebody writes to it.</summary>
    public static bool IsNamelessPipe(string path) => FileStatus.Of(RealPath.Of(path).Path).Kind == FileKind.Missing;

    private static string NameOf(FileKind kind) => kind switch
    {
        FileKind.Folder => "folder",
        FileKind.Pipe => "pipe",
        FileKind.Socket => "socket",
        _ => "device",
    };
}
