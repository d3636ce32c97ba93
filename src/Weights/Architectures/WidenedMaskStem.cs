using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace LiVOS.Weights.Architectures;

/// <summary>
/// Weights trained on single objects, whose mask encoder takes four channels (RGB and the mask), as the network needs them: with a
/// fifth channel (the other objects' masks) of zeros.
/// </summary>
public sealed class WidenedMaskStem : ITensorSource
{
    const string Stem = "mask_encoder.conv1.weight";
    const int Channels = 5;

    readonly ITensorSource source;
    readonly TensorEntry narrow;
    readonly TensorEntry wide;

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => source.Metadata;

    WidenedMaskStem(ITensorSource source, TensorEntry narrow)
    {
        this.source = source;
        this.narrow = narrow;
        ImmutableArray<long> shape = narrow.Shape;
        wide = new TensorEntry(Stem, narrow.Type, [shape[0], Channels, shape[2], shape[3]]);
        Tensors = [.. source.Tensors.Select(tensor => tensor == narrow ? wide : tensor)];
    }

    /// <summary>Widens the mask stem where it has four channels; gives the source itself where it has not.</summary>
    public static ITensorSource Widen(ITensorSource source) =>
        source.TryGet(Stem, out TensorEntry? stem) && stem.Shape is [_, Channels - 1, _, _] && stem.Length > 0
            ? new WidenedMaskStem(source, stem)
            : source;

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        if (!source.TryGet(name, out entry))
            return false;
        if (entry == narrow)
            entry = wide;
        return true;
    }

    /// <inheritdoc/>
    public void ReadBytes(TensorEntry entry, long start, Span<byte> destination)
    {
        if (entry != wide)
        {
            source.ReadBytes(entry, start, destination);
            return;
        }
        // Each filter is the narrow one's bytes, then a channel of zeros.
        long filter = wide.Length / wide.Shape[0], known = filter / Channels * (Channels - 1);
        while (!destination.IsEmpty)
        {
            (long output, long within) = Math.DivRem(start, filter);
            int length = (int)Math.Min(destination.Length, (within < known ? known : filter) - within);
            if (within < known)
                source.ReadBytes(narrow, output * known + within, destination[..length]);
            else
                destination[..length].Clear();
            destination = destination[length..];
            start += length;
        }
    }

    /// <summary>Disposes the source.</summary>
    public void Dispose() => source.Dispose();
}
