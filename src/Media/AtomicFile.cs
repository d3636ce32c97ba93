namespace LiVOS.Media;

/// <summary>Writes small files at once, which appear whole or not at all (<see cref="PendingFile"/>).</summary>
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
        using PendingFile file = PendingFile.Begin(path);
        file.Write(write);
        file.Keep();
    }
}
