namespace LiVOS.Media;

/// <summary>
/// One axis of a bilinear resize with antialiasing: output i is the sum of <see cref="Taps"/>[i] inputs from <see cref="Starts"/>[i] on. A
/// triangle, as wide as the scale when shrinking, is centred on the output's half-pixel centre, cut at the edges and normalized.
/// </summary>
sealed class ResizeWeights
{
    readonly float[] weights;

    public ResizeWeights(int input, int output)
    {
        float scale = (float)input / output, support = Math.Max(scale, 1), narrow = 1 / support;
        MostTaps = 2 * (int)MathF.Ceiling(support) + 1;
        Starts = new int[output];
        Taps = new int[output];
        weights = new float[output * MostTaps];
        for (int i = 0; i < output; i++)
        {
            float centre = scale * (i + 0.5f);
            int start = Math.Max((int)(centre - support + 0.5f), 0), taps = Math.Min((int)(centre + support + 0.5f), input) - start;
            Span<float> row = weights.AsSpan(i * MostTaps, taps);
            float sum = 0;
            for (int tap = 0; tap < taps; tap++) sum += row[tap] = Math.Max(0, 1 - MathF.Abs((tap + start - centre + 0.5f) * narrow));
            foreach (ref float weight in row) weight /= sum;
            (Starts[i], Taps[i]) = (start, taps);
        }
    }

    public int[] Starts { get; }

    public int[] Taps { get; }

    /// <summary>The largest of <see cref="Taps"/> can be no larger.</summary>
    public int MostTaps { get; }

    /// <summary>The weights of output i.</summary>
    public ReadOnlySpan<float> this[int i] => weights.AsSpan(i * MostTaps, Taps[i]);
}
