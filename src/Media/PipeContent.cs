using System.Collections.Concurrent;
using LiVOS.Files;

namespace LiVOS.Media;

/// <summary>
/// What came through pipes without names, as a shell's <c>&lt;(...)</c> makes them. A pipe gives its content once, but a mask is looked at
/// more than once; so it is kept, for as long as the program runs.
/// </summary>
internal static class PipeContent
{
    private const int Most = 1 << 28;

    private static readonly ConcurrentDictionary<FileStatus, Lazy<byte[]>> s_contents = [];

    /// <summary>Reads a pipe to its end, or gives what was read before.</summary>
    /// <exception cref="MediaException">There is too much.</exception>
    public static byte[] Read(FileStatus pipe, string path) => s_contents.GetOrAdd(pipe, _ => new Lazy<byte[]>(() => ReadAll(path))).Value;

    private static byte[] ReadAll(string path)
    {
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var content = new MemoryStream();
        byte[] piece = new byte[1 << 16];
        for (int length; (length = pipe.Read(piece)) > 0;)
        {
            if (content.Length + length > Most)
                throw new MediaException($"The pipe '{path}' gives more than {Most} bytes, more than a mask can need; check what writes to it.");
            content.Write(piece, 0, length);
        }
        return content.ToArray();
    }
}
