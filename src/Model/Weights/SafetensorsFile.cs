using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;

namespace LiVOS.Model.Weights;

/// <summary>
/// A safetensors file, memory-mapped: eight bytes give the length of a JSON header, which says where in the rest each tensor stands.
/// The header is checked in full when the file is opened; no later access can leave the file.
/// </summary>
public sealed unsafe class SafetensorsFile : ITensorSource
{
    const int LengthBytes = sizeof(ulong);

    // The format's own limit: a larger header is a mistake or an attack.
    const long MostHeaderBytes = 100_000_000;

    readonly MemoryMappedFile map;
    readonly MemoryMappedViewAccessor view;
    readonly byte* start;
    readonly SafetensorsHeader header;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors => header.Tensors;

    SafetensorsFile(string path, FileStream file)
    {
        Name = Path.GetFileName(path);
        long length = file.Length;
        if (length < LengthBytes)
            throw new WeightsException($"{Name} is not a safetensors file: it has {length} bytes.");

        map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(start, LengthBytes));
            if (headerLength > (ulong)(length - LengthBytes))
                throw new WeightsException(
                    $"{Name} is not a safetensors file, or cut short: its first bytes announce a header of {headerLength} bytes.");
            if (headerLength > MostHeaderBytes)
                throw new WeightsException(
                    $"{Name} cannot be used: its header of {headerLength} bytes is beyond the format's limit of {MostHeaderBytes}.");
            long dataStart = LengthBytes + (long)headerLength;
            ReadOnlySpan<byte> json = new(start + LengthBytes, (int)headerLength);
            header = new SafetensorsHeader(Name, json, dataStart, length - dataStart);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Maps a file into memory and checks its header.</summary>
    /// <exception cref="WeightsException">There is no such file, it cannot be opened, or it is no valid safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return new SafetensorsFile(path, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
                throw new WeightsException($"{path} cannot be opened: {e.Message}", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => header.ByName.TryGetValue(name, out entry);

    /// <summary>A tensor's bytes where they stand: row-major, little-endian, in its own type. Valid until the file is disposed.</summary>
    /// <exception cref="WeightsException">The tensor has 2 GB or more, which no span can hold.</exception>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry)
    {
        if (entry.Length > int.MaxValue)
            throw new WeightsException($"{Name}: {entry} is too large to be read at once.");
        return Bytes(entry, 0, (int)entry.Length);
    }

    /// <inheritdoc/>
    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination) =>
        Bytes(entry, start, destination.Length).CopyTo(destination);

    ReadOnlySpan<byte> Bytes(TensorEntry entry, long from, int length)
    {
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, this);
        // The header's entries lie within the file; another source's need not.
        if (!TryGet(entry.Name, out TensorEntry? own) || own != entry || from < 0 || length > entry.Length - from)
            throw new ArgumentOutOfRangeException(nameof(entry),
                $"{entry} is not a tensor of {Name}, or shorter than what is asked of it.");
        return new ReadOnlySpan<byte>(start + entry.Offset + from, length);
    }

    /// <summary>Unmaps the file.</summary>
    public void Dispose()
    {
        if (!view.SafeMemoryMappedViewHandle.IsClosed)
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}
