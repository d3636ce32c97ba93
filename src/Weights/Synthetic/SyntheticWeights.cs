using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Architecture = LiVOS.Weights.Architectures.Architecture;

namespace LiVOS.Weights.Synthetic;

/// <summary>
/// Weights that anyone can make anew from names, shapes and a seed, so that recorded results need no file of 135 MB beside them.
/// They are no use for video; every layer does get numbers of a sensible size.
/// </summary>
public sealed class SyntheticWeights : ITensorSource
{
    private readonly ulong _seed;
    private readonly Dictionary<string, TensorEntry> _byName = [];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Makes up the given tensors, but for batch counters and positional frequencies, which are not learned.</summary>
    /// <param name="tensors">Names and shapes.</param>
    /// <param name="seed">Other seeds give other weights.</param>
    public SyntheticWeights(IEnumerable<TensorEntry> tensors, ulong seed)
    {
        _seed = seed;
        Name = $"synthetic weights, seed {seed}";
        Metadata = new Dictionary<string, string>();
        Tensors =
        [
            .. from tensor in tensors
               where !Architecture.IsBuffer(tensor.Name)
               select new TensorEntry(tensor.Name, DataType.F32, tensor.Shape),
        ];
        foreach (TensorEntry tensor in Tensors)
            _byName.Add(tensor.Name, tensor);
    }

    /// <summary>Makes up all that a network needs.</summary>
    public SyntheticWeights(Architecture network, ulong seed)
        : this(network.Tensors().Where(tensor => Architecture.IsNeeded(tensor.Name)), seed) =>
        Metadata = new Dictionary<string, string> { [Architecture.HeadsKey] = network.Heads.ToString() };

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _byName.TryGetValue(name, out entry);

    /// <inheritdoc/>
    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        Span<float> numbers = MemoryMarshal.Cast<byte, float>(destination);
        SplitMix64 random = new(entry.Name, _seed);
        (double low, double high) = Limits(entry);
        long first = start / sizeof(float);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(low + (high - low) * random[first + i]);
    }

    /// <summary>Nothing is held.</summary>
    public void Dispose() { }

    private static (double Low, double High) Limits(TensorEntry tensor)
    {
        string name = tensor.Name;
        if (name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("running_mean", StringComparison.Ordinal))
            return (-0.1, 0.1);
        if (name.Contains("bn") || name.Contains("downsample.1."))
            return (0.8, 1.2);
        if (name.Contains(".norm."))
            return (0.9, 1.1);
        if (name.EndsWith("query_init.weight", StringComparison.Ordinal) || name.EndsWith("query_emb.weight", StringComparison.Ordinal))
            return (-1, 1);
        double inputs = 1;
        foreach (long extent in tensor.Shape.Skip(1))
            inputs *= extent;
        double a = Math.Sqrt(3 / inputs);
        return (-a, a);
    }
}
