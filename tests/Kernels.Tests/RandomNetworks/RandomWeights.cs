using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using LiVOS.Weights;

namespace LiVOS.Kernels.Tests.RandomNetworks;

/// <summary>A weight file of any tensors, with small numbers in them.</summary>
internal sealed class RandomWeights(IEnumerable<TensorEntry> tensors, string? heads) : ITensorSource
{
    private readonly Dictionary<string, TensorEntry> _tensors = tensors.DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name);

    public string Name => "random.safetensors";

    public IReadOnlyDictionary<string, string> Metadata { get; } =
        heads is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["num_heads"] = heads };

    public IReadOnlyList<TensorEntry> Tensors => [.. _tensors.Values];

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _tensors.TryGetValue(name, out entry);

    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        Assert.True(start >= 0 && start + destination.Length <= entry.Length, $"{entry} is read beyond its end");
        if (entry.Type != DataType.F32) destination.Clear();
        else MemoryMarshal.Cast<byte, float>(destination).Fill(0.03f + 0.001f * (entry.Name.Length % 7));
    }

    public void Dispose()
    {
    }
}
