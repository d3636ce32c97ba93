using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Weights;

/// <summary>Anything that holds named tensors: a safetensors file, a PyTorch checkpoint, synthetic weights.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>The file's name, for messages.</summary>
    string Name { get; }

    /// <summary>The metadata of the file, such as <c>num_heads</c>.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors, in the file's order.</summary>
    IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Finds a tensor by name.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry);

    /// <summary>Reads a part of a tensor's numbers as they are stored: row-major, little-endian, in the tensor's own type.</summary>
    /// <param name="entry">A tensor of this source.</param>
    /// <param name="start">Where to begin, in bytes from the tensor's first; a multiple of the size of its elements.</param>
    /// <param name="destination">Takes the bytes; its length is a multiple of that size too, and the tensor has as many.</param>
    /// <exception cref="WeightsException">The file cannot be read there.</exception>
    void ReadBytes(TensorEntry entry, long start, Span<byte> destination);
}
