namespace LiVOS.Weights;

/// <summary>Looks at a tensor's numbers.</summary>
/// <param name="Least">The smallest finite number; 0 where there is none.</param>
/// <param name="Greatest">The largest finite number; 0 where there is none.</param>
/// <param name="NonFinite">How many numbers are NaN or infinite.</param>
public readonly record struct TensorRange(float Least, float Greatest, long NonFinite);

/// <summary>Looks at the numbers of weight files.</summary>
public static class WeightsCheck
{
    private const int Chunk = 1 << 16;

    /// <summary>Finds the range of a tensor's numbers.</summary>
    /// <exception cref="WeightsException">The file cannot be read.</exception>
    public static TensorRange Range(ITensorSource source, TensorEntry entry)
    {
        (float least, float greatest, long nonFinite) = (float.PositiveInfinity, float.NegativeInfinity, 0);
        float[] chunk = new float[Math.Min(Chunk, entry.Count)];
        for (long start = 0; start < entry.Count; start += chunk.Length)
        {
            Span<float> numbers = chunk.AsSpan(0, (int)Math.Min(chunk.Length, entry.Count - start));
            source.Read(entry, start, numbers);
            foreach (float number in numbers)
                if (float.IsFinite(number))
                    (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
                else
                    nonFinite++;
        }
        return least > greatest ? new TensorRange(0, 0, nonFinite) : new TensorRange(least, greatest, nonFinite);
    }

    /// <summary>The sentence about a tensor that holds NaN or infinite numbers.</summary>
    public static string NonFiniteFault(ITensorSource source, string name) =>
        $"{source.Name}: the tensor {name} holds NaN or infinite numbers, so every mask would be garbage; use undamaged weights.";

    /// <summary>Finds the tensors that hold NaN or infinite numbers, which a network passes on to every pixel.</summary>
    /// <exception cref="WeightsException">The file cannot be read.</exception>
    public static IEnumerable<TensorEntry> FindNonFinite(ITensorSource source) =>
        source.Tensors.Where(entry => entry.Type.IsFloat() && Range(source, entry).NonFinite > 0);
}
