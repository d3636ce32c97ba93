using LiVOS.Model.Weights;
using Microsoft.Win32.SafeHandles;

namespace LiVOS.WeightsConverter;

/// <summary>
/// The file being read, at any place, by plain reads: a mapping would count the whole file as this program's memory. Every failure
/// is a <see cref="WeightsException"/> that names the file.
/// </summary>
sealed class InputFile : IDisposable
{
    readonly SafeFileHandle handle;

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    public InputFile(string path)
    {
        Name = Path.GetFileName(path);
        try
        {
            handle = File.OpenHandle(path);
            Length = RandomAccess.GetLength(handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            handle?.Dispose();
            throw new WeightsException($"{path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Fills <paramref name="destination"/> with the bytes at <paramref name="offset"/>.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || destination.Length > Length - offset)
            throw Damaged("it ends before something that it announces");
        try
        {
            while (!destination.IsEmpty)
            {
                int count = RandomAccess.Read(handle, destination, offset);
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

    public void Dispose() => handle.Dispose();
}
