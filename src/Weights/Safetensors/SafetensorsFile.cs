using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Weights.Safetensors;

/// <summary>
/// A safetensors file: eight bytes give the length of a JSON header, which says where in the rest each tensor stands. The header is checked in full
/// when the file is opened; numbers are read when they are asked for, and no later access can leave the file.
/// </summary>
public sealed class SafetensorsFile : ITensorSource
{
    private const int LengthBytes = sizeof(ulong);

    // The format's own limit: a larger header is a mistake or an attack.
    private const long MostHeaderBytes = 100_000_000;

    private readonly InputFile _file;
    private readonly SafetensorsHeader _header;

    /// <inheritdoc/>
    public string Name => _file.Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors => _header.Tensors;

    private SafetensorsFile(InputFile file)
    {
        _file = file;
        if (file.Length < LengthBytes)
            throw ForeignFile.Refusal(file, $"is not a safetensors file: it has {file.Length} bytes");
        Span<byte> first = stackalloc byte[LengthBytes];
        file.Read(0, first);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(first);
        if (headerLength > (ulong)(file.Length - LengthBytes))
            throw ForeignFile.Refusal(file, $"is not a safetensors file, or cut short: its first bytes announce a header of {headerLength} bytes");
        if (headerLength > MostHeaderBytes)
            throw new WeightsException($"{Name} cannot be used: its header of {headerLength} bytes is beyond the format's limit of {MostHeaderBytes}.");
        byte[] json = new byte[headerLength];
        file.Read(LengthBytes, json);
        long dataStart = LengthBytes + json.Length;
        _header = new SafetensorsHeader(Name, json, dataStart, file.Length - dataStart);
    }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends every later read.</param>
    /// <exception cref="WeightsException">There is no such file, it cannot be opened, or it is no valid safetensors file.</exception>
    public static SafetensorsFile Open(string path, CancellationToken cancellation = default)
    {
        InputFile file = new(path, cancellation);
        try
        {
            return new SafetensorsFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _header.ByName.TryGetValue(name, out entry);

    /// <inheritdoc/>
    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        // The header's entries lie within the file; another source's need not.
        if (!TryGet(entry.Name, out TensorEntry? own) || own != entry || start < 0 || destination.Length > entry.Length - start)
            throw new ArgumentOutOfRangeException(nameof(entry), $"{entry} is not a tensor of {Name}, or shorter than what is asked of it.");
        _file.Read(entry.Offset + start, destination);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
