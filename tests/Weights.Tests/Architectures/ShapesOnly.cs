using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Weights.Tests;

/// <summary>A source of tensors whose bytes count up from the tensor's first: shapes and places are all that these tests look at.</summary>
internal sealed class ShapesOnly(IEnumerable<TensorEntry> tensors, string? heads = null) : ITensorSource
{
    public string Name => "net.safetensors";

    public IReadOnlyDictionary<string, string> Metadata { get; } = heads is null ? [] : new Dictionary<string, string> { ["num_heads"] = heads };

    public IReadOnlyList<TensorEntry> Tensors { get; } = [.. tensors];

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => (entry = Tensors.FirstOrDefault(tensor => tensor.Name == name)) is not null;

    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        Assert.Contains(entry, Tensors);
        Assert.True(start >= 0 && start + destination.Length <= entry.Length);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (byte)((start + i) % 251 + 1);
    }

    public void Dispose() { }
}
