using LiVOS.Files;
using Microsoft.Win32.SafeHandles;

namespace LiVOS.Weights;

/// <summary>
/// The file being read, at any place, by plain reads: a mapping would count the whole file as this program's memory, and end the program where the
/// file becomes shorter. Every failure is a <see cref="WeightsException"/> that names the file.
/// </summary>
internal sealed class InputFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly CancellationToken _cancellation;

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; pipes, devices and folders are refused before they are opened.</param>
    /// <param name="cancellation">Ends every later read.</param>
    /// <exception cref="WeightsException">There is no such file, or it cannot be opened.</exception>
    public InputFile(string path, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        Name = Path.GetFileName(path);
        RequireRegular(path);
        try
        {
            _handle = File.OpenHandle(path);
            Length = RandomAccess.GetLength(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _handle?.Dispose();
            throw new WeightsException($"{path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Fills <paramref name="destination"/> with the bytes at <paramref name="offset"/>.</summary>
    /// <exception cref="WeightsException">The file ends before, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || destination.Length > Length - offset)
            throw Damaged("it ends before something that it announces");
        try
        {
            while (!destination.IsEmpty)
            {
                _cancellation.ThrowIfCancellationRequested();
                int count = RandomAccess.Read(_handle, destination, offset);
                if (count == 0)
                    throw Damaged("it became shorter while it was read");
                destination = destination[count..];
                offset += count;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException($"{Name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The error for a file that is not what it should be.</summary>
    /// <param name="why">What is wrong: the end of the sentence.</param>
    public WeightsException Damaged(string why) => new($"{Name} is damaged or cut short: {why}.");

    public void Dispose() => _handle.Dispose();

    // A pipe would be waited for, and a device has no end.
    private static void RequireRegular(string path)
    {
        string? fault = FileStatus.Of(path).Kind switch
        {
            FileKind.Folder => FolderFault(path),
            FileKind.Pipe => "is a pipe, and weights are read at any place of a file; write them to a file and give that",
            FileKind.Socket or FileKind.Device => "is a device, not a file; give a .safetensors or .pth file",
            _ => null,
        };
        if (fault is not null)
            throw new WeightsException($"{path} {fault}.");
    }

    private static string FolderFault(string path)
    {
        const int mostNamed = 5;
        string[] extensions = [".safetensors", ".pth", ".pt", ".bin"];
        try
        {
            string[] files =
            [
                .. Directory.EnumerateFiles(path).Where(file => extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
                    .Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal),
            ];
            if (files.Length == 0)
                return "is a folder with no weight file in it; give a .safetensors or .pth file";
            string more = files.Length > mostNamed ? $" or one of {files.Length - mostNamed} more" : "";
            return $"is a folder; give a weight file in it: {string.Join(", ", files.Take(mostNamed))}{more}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "is a folder; give a weight file";
        }
    }
}
