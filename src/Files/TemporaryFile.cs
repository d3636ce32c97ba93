using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace LiVOS.Files;

/// <summary>
/// A file that is being written, under a name of its own beside the one that it shall have: <c>.livos-</c>, 32 random digits,
/// <c>.tmp</c>. The name does not depend on the other, so it is never too long, and two programs never make the same.
/// </summary>
/// <remarks>
/// A killed program leaves its file behind. The first use of a folder deletes such leftovers: files of just that name which no program
/// has open. While a file is written it is locked, up to its renaming.
/// </remarks>
internal sealed class TemporaryFile : IDisposable
{
    private const string Start = ".livos-", End = ".tmp";
    private const int Digits = 32, Tries = 20;

    /// <summary>Nobody else may open the file. (Windows needs the flag to rename it meanwhile.)</summary>
    private static readonly FileShare s_alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private static readonly ConcurrentDictionary<string, bool> s_cleaned = [];

    private bool _kept;

    private TemporaryFile(string path, FileStream stream) => (Path, Stream) = (path, stream);

    /// <summary>The name that it has for now.</summary>
    public string Path { get; }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">What the file is to be called when it is whole; its folder must exist.</param>
    /// <param name="buffer">Bytes that are written at least at a time.</param>
    /// <param name="mode">Its permissions on Unix; null for the usual ones.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static TemporaryFile Beside(string path, int buffer = 4096, UnixFileMode? mode = null)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? throw new IOException($"'{path}' is no file's name; give one.");
        if (s_cleaned.TryAdd(folder, true)) Clean(folder);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = s_alone, BufferSize = buffer };
        if (mode is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        for (int tries = 1; ; tries++)
        {
            // Another program's cleaning may delete the file between its making and its locking: then it is made again.
            string temporary = System.IO.Path.Combine(folder, $"{Start}{RandomNumberGenerator.GetHexString(Digits, lowercase: true)}{End}");
            try
            {
                var stream = new FileStream(temporary, options);
                if (File.Exists(temporary)) return new TemporaryFile(temporary, stream);
                stream.Dispose();
            }
            catch (IOException) when (tries < Tries && Directory.Exists(folder))
            {
                // Or that cleaning had it open just then.
            }
        }
    }

    /// <summary>Whether a file's name is that of a temporary file.</summary>
    public static bool IsName(string name) =>
        name.Length == Start.Length + Digits + End.Length && name.StartsWith(Start, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal)
            && !name.AsSpan(Start.Length, Digits).ContainsAnyExcept("0123456789abcdef");

    /// <summary>Deletes what killed programs left in a folder.</summary>
    public static void Clean(string folder)
    {
        try
        {
            foreach (string file in Directory.GetFiles(folder, $"{Start}*{End}", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint }))
                if (IsName(System.IO.Path.GetFileName(file)) && FileStatus.Of(file).Kind == FileKind.Regular) DeleteUnlessOpen(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that is missing or cannot be read is reported when it is written to.
        }
    }

    /// <summary>Lets another program write the file in the place of <see cref="Stream"/>. The lock stays, which on Unix keeps only cleaning off;
    /// Windows keeps every program off, so there it goes, and cleaning does not delete what another program has open.</summary>
    public void LetOthersWrite()
    {
        if (OperatingSystem.IsWindows()) Stream.Dispose();
    }

    /// <summary>Gives the file its name; one of that name is replaced. The file is still locked, so that no cleaning comes between.</summary>
    /// <param name="path">The name, in the same folder.</param>
    /// <exception cref="IOException">It cannot be written, or not be named.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be named.</exception>
    public void Keep(string path)
    {
        if (Stream.CanWrite) Stream.Flush();
        File.Move(Path, path, overwrite: true);
        _kept = true;
        Stream.Dispose();
    }

    /// <summary>Closes the file; one that was not kept is deleted.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is thrown away anyway.
        }
        if (!_kept) Delete(Path);
    }

    private static void DeleteUnlessOpen(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another program is writing it, or it is another user's.
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error that led here is the one to tell.
        }
    }
}
