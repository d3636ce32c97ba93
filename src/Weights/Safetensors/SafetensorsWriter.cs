using System.Runtime.InteropServices;
using System.Text.Json;
using LiVOS.Files;

namespace LiVOS.Weights.Safetensors;

/// <summary>
/// Writes a safetensors file tensor after tensor, so that memory holds only what is being written. The file appears under its name
/// only when it is whole (<see cref="Commit"/>); disposing before that leaves nothing behind.
/// </summary>
public sealed class SafetensorsWriter : IDisposable
{
    private readonly string _path;
    private readonly TemporaryFile _part;
    private readonly FileStream _file;
    private readonly long _length;

    /// <summary>Begins a file, with its whole header.</summary>
    /// <param name="path">Where the file shall stand; one that is there already is replaced.</param>
    /// <param name="tensors">What will be written, in this order: names, types and shapes.</param>
    /// <param name="metadata">What the file says of itself.</param>
    /// <exception cref="WeightsException">The file cannot be written, or two tensors have one name.</exception>
    public SafetensorsWriter(string path, IReadOnlyList<TensorEntry> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        _path = path;
        byte[] header = Header(path, tensors, metadata);
        _length = sizeof(ulong) + header.Length + tensors.Sum(tensor => tensor.Length);
        if (FileStatus.Of(path).Kind is not (FileKind.Missing or FileKind.Regular))
            throw new WeightsException($"{path} cannot be written: there is a folder or device of that name; give another.");
        _part = Guard(() => TemporaryFile.Beside(path, 1 << 17));
        _file = _part.Stream;
        try
        {
            Guard(() =>
            {
                _file.Write(BitConverter.GetBytes((ulong)header.Length));
                _file.Write(header);
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Appends bytes of the current tensor, row-major, little-endian, in its type.</summary>
    /// <exception cref="WeightsException">The disk is full, or gone.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Appends numbers of the current tensor, which must be of type <see cref="DataType.F32"/>.</summary>
    /// <exception cref="WeightsException">The disk is full, or gone.</exception>
    public void Write(ReadOnlySpan<float> numbers) => Write(MemoryMarshal.AsBytes(numbers));

    /// <summary>Appends numbers of the current tensor, which must be of type <see cref="DataType.F16"/>.</summary>
    /// <exception cref="WeightsException">The disk is full, or gone.</exception>
    public void Write(ReadOnlySpan<Half> numbers) => Write(MemoryMarshal.AsBytes(numbers));

    /// <summary>Completes the file and gives it its name.</summary>
    /// <exception cref="WeightsException">The disk is full, or gone.</exception>
    /// <exception cref="InvalidOperationException">The bytes written are not those of the tensors announced.</exception>
    public void Commit()
    {
        if (_file.Position != _length)
            throw new InvalidOperationException($"The tensors announced for {_path} take {_length} bytes, and {_file.Position} were written.");
        Guard(() => _part.Keep(_path));
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose() => _part.Dispose();

    private static byte[] Header(string path, IReadOnlyList<TensorEntry> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
                writer.WriteString(key, value);
            writer.WriteEndObject();
            HashSet<string> names = ["__metadata__"];
            long offset = 0;
            foreach (TensorEntry tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                    throw new WeightsException($"{Path.GetFileName(path)} cannot hold two tensors of the name {tensor.Name}.");
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.Type.Name());
                writer.WriteStartArray("shape");
                foreach (long extent in tensor.Shape)
                    writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += tensor.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        // Data begin at a multiple of eight, so that mapped numbers are aligned; the format allows spaces for that.
        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');
        return json.ToArray();
    }

    private void Guard(Action write) => Guard<object?>(() =>
    {
        write();
        return null;
    });

    private T Guard<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Failed(e);
        }
    }

    private WeightsException Failed(Exception e) => new($"{_path} cannot be written: {e.Message}", e);
}
