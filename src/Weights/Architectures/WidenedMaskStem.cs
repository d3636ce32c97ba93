using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Weights.Architectures;

/// <summary>
/// Weights trained on single objects, whose mask encoder takes four channels (RGB and the mask), as the network needs them: with a
/// fifth channel (the other objects' masks) of zeros.
/// </summary>
public sealed class WidenedMaskStem : ITensorSource
{
    private const string Stem = "mask_encoder.conv1.weight";
    private const int Channels = 5;

    private readonly ITensorSource _source;
    private readonly TensorEntry _narrow;
    private readonly TensorEntry _wide;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _source.Metadata;

    private WidenedMaskStem(ITensorSource source, TensorEntry narrow)
    {
        _source = source;
        _narrow = narrow;
        ImmutableArray<long> shape = narrow.Shape;
        _wide = new TensorEntry(Stem, narrow.Type, [shape[0], Channels, shape[2], shape[3]]);
        Tensors = [.. source.Tensors.Select(tensor => tensor == narrow ? _wide : tensor)];
    }

    /// <summary>Widens the mask stem where it has four channels; gives the source itself where it has not.</summary>
    public static ITensorSource Widen(ITensorSource source) =>
        source.TryGet(Stem, out TensorEntry? stem) && stem.Shape is [_, Channels - 1, _, _] && stem.Length > 0
            ? new WidenedMaskStem(source, stem)
            : source;

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        if (!_source.TryGet(name, out entry))
            return false;
        if (entry == _narrow)
            entry = _wide;
        return true;
    }

    /// <inheritdoc/>
    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        if (entry != _wide)
        {
            _source.ReadBytes(entry, start, destination);
            return;
        }
        // Each filter is the narrow one's bytes, then a channel of zeros.
        long filter = _wide.Length / _wide.Shape[0], known = filter / Channels * (Channels - 1);
        while (!destination.IsEmpty)
        {
            (long output, long within) = Math.DivRem(start, filter);
            int length = (int)Math.Min(destination.Length, (within < known ? known : filter) - within);
            if (within < known)
                _source.ReadBytes(_narrow, output * known + within, destination[..length]);
            else
                destination[..length].Clear();
            destination = destination[length..];
            start += length;
        }
    }

    /// <summary>Disposes the source.</summary>
    public void Dispose() => _source.Dispose();
}
