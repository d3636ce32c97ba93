using System.Collections.Immutable;

namespace LiVOS.Weights.Architectures;

/// <summary>A tensor whose shape is not what the network needs.</summary>
/// <param name="Expected">What the network needs.</param>
/// <param name="Found">What the file holds.</param>
public sealed record Misshapen(TensorEntry Expected, TensorEntry Found)
{
    /// <summary>Such as <c>key_projector.layer2.bias is [32] instead of [64]</c>.</summary>
    public override string ToString() => $"{Expected.Name} is {Found.Shape.ToShapeText()} instead of {Expected.Shape.ToShapeText()}";
}

/// <summary>
/// How a file's tensors compare with what its network needs. Networks are loaded by the tensors that <see cref="Architecture"/> lists and by
/// no others, so what a file holds beside them is never read.
/// </summary>
public sealed class ArchitectureCheck
{
    private const int MostNamed = 5;

    // Modules that a tensor more would make into others than those that are computed.
    private static readonly string[] s_structured =
    [
        "image_encoder.layer1.", "image_encoder.layer2.", "image_encoder.layer3.", "mask_encoder.layer1.", "mask_encoder.layer2.", "mask_encoder.layer3.",
        "object_transformer.blocks.", "object_transformer.mask_pred.", "mask_decoder.upsample_16_to_8.", "mask_decoder.upsample_8_to_4.",
        ClickShape.Prefix,
    ];

    private readonly Dictionary<string, TensorEntry> _needed;

    /// <summary>The network that the file's shapes describe.</summary>
    public Architecture Architecture { get; }

    /// <summary>The source to read the weights from: the one that was checked, with its mask stem widened where it had four channels.</summary>
    public ITensorSource Source { get; }

    /// <summary>Whether the mask stem had four channels, as training on single objects leaves it, and was widened.</summary>
    public bool IsWidened => Source is WidenedMaskStem;

    /// <summary>Tensors that the network needs and the file lacks.</summary>
    public ImmutableArray<TensorEntry> Missing { get; }

    /// <summary>Tensors of the file that the network does not know. They are not read.</summary>
    public ImmutableArray<TensorEntry> Unexpected { get; }

    /// <summary>Those of <see cref="Unexpected"/> that say that the file's network is another than the one that would be computed, such as a
    /// shortcut's convolution in a block that has none. A file that holds any is refused.</summary>
    public ImmutableArray<TensorEntry> Misplaced { get; }

    /// <summary>The parts of the network that cannot be computed, such as more blocks or other numbers of channels than kernels take: parts of a
    /// sentence.</summary>
    public ImmutableArray<string> Unsupported { get; }

    /// <summary>Tensors whose shape is not what the network needs.</summary>
    public ImmutableArray<Misshapen> Misshapen { get; }

    /// <summary>Known tensors that the network does not read: <c>aux_computer</c>, batch counters, positional frequencies.</summary>
    public ImmutableArray<TensorEntry> TrainingOnly { get; }

    /// <summary>Whether the file holds all that the network needs, and the network can be computed.</summary>
    public bool IsUsable => Missing.IsEmpty && Misshapen.IsEmpty && Misplaced.IsEmpty && Unsupported.IsEmpty;

    /// <summary>Whether the file holds anything of a LiVOS network.</summary>
    public bool IsNetwork { get; }

    internal ArchitectureCheck(ITensorSource source)
    {
        Source = source = WidenedMaskStem.Widen(source);
        ArchitectureReader reader = new(source);
        Architecture = reader.Read();
        Unsupported = [.. reader.Faults];
        _needed = Architecture.Tensors().Where(tensor => Architecture.IsNeeded(tensor.Name)).ToDictionary(tensor => tensor.Name);
        Missing = [.. _needed.Values.Where(tensor => !source.TryGet(tensor.Name, out _))];
        IsNetwork = Missing.Length < _needed.Count;
        TrainingOnly = [.. source.Tensors.Where(tensor => !Architecture.IsNeeded(tensor.Name))];
        Unexpected = [.. source.Tensors.Where(tensor => Architecture.IsNeeded(tensor.Name) && !_needed.ContainsKey(tensor.Name))];
        Misplaced = [.. Unexpected.Where(tensor => Array.Exists(s_structured, prefix => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)))];
        Misshapen =
        [
            .. from found in source.Tensors
               let expected = _needed.GetValueOrDefault(found.Name)
               where expected is not null && !expected.Shape.AsSpan().SequenceEqual(found.Shape.AsSpan())
               select new Misshapen(expected, found),
        ];
    }

    /// <summary>Whether the network reads a tensor of that name.</summary>
    public bool Reads(string name) => _needed.ContainsKey(name);

    /// <summary>Says in one sentence what keeps the file from being used; null where nothing does.</summary>
    public string? Fault
    {
        get
        {
            if (IsUsable)
                return null;
            if (!IsNetwork)
                return $"{Source.Name} is not a LiVOS network: none of its {Source.Tensors.Count} tensors is one that the network knows.";
            List<string> faults = [];
            if (!Missing.IsEmpty)
                faults.Add($"it lacks {Missing.Length} of its tensors: {Some(Missing.Select(tensor => tensor.Name))}");
            if (!Misshapen.IsEmpty)
                faults.Add(Some(Misshapen.Select(tensor => tensor.ToString())));
            if (!Misplaced.IsEmpty)
                faults.Add($"it has no place for {Some(Misplaced.Select(tensor => tensor.Name))}");
            string verdict = faults.Count > 0 ? "is not a whole LiVOS network" : "cannot be used";
            return $"{Source.Name} {verdict}: {string.Join("; ", faults.Concat(Unsupported.Take(MostNamed)))}.";
        }
    }

    /// <summary>Says in one sentence that a tensor that the network reads is among those that hold NaN or infinite numbers; null where none is.</summary>
    /// <param name="nonFinite">The tensors that hold any: finding them takes reading every number.</param>
    public string? FaultOfNumbers(IEnumerable<string> nonFinite) =>
        nonFinite.FirstOrDefault(Reads) is string name ? WeightsCheck.NonFiniteFault(Source, name) : null;

    /// <summary>Refuses a file that the network cannot use.</summary>
    /// <exception cref="WeightsException">The file lacks tensors, has some of other shapes, or holds a network that cannot be computed.</exception>
    public void ThrowUnlessUsable()
    {
        if (Fault is string fault)
            throw new WeightsException(fault);
    }

    private static string Some(IEnumerable<string> all)
    {
        string[] named = [.. all];
        return string.Join(", ", named.Take(MostNamed)) + (named.Length > MostNamed ? $" and {named.Length - MostNamed} more" : "");
    }
}
