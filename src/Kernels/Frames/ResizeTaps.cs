namespace LiVOS.Kernels;

/// <summary>
/// The tables of one axis of a bilinear resize with antialiasing, as PyTorch's <c>interpolate(mode="bilinear", antialias=True,
/// align_corners=False)</c> has it: output i is the sum of <see cref="Count"/> inputs from <see cref="Starts"/>[i] on. A triangle, as wide
/// as the scale when shrinking, is centred on the output's half-pixel centre, cut at the edges and normalized.
/// </summary>
internal sealed class ResizeTaps
{
    /// <summary>Makes the tables.</summary>
    /// <param name="input">Pixels along the axis before, at least 1.</param>
    /// <param name="output">Pixels along the axis after, at least 1.</param>
    public ResizeTaps(int input, int output)
    {
        float scale = (float)input / output, support = Math.Max(scale, 1), narrow = 1 / support;
        var triangles = new (float Centre, int First, int End)[output];
        for (int i = 0; i < output; i++)
        {
            float centre = scale * (i + 0.5f);
            triangles[i] = (centre, Math.Max((int)(centre - support + 0.5f), 0), Math.Min((int)(centre + support + 0.5f), input));
        }

        Count = triangles.Max(triangle => triangle.End - triangle.First); // of every sum; taps beyond a triangle weigh nothing
        Starts = [.. triangles.Select(triangle => Math.Min(triangle.First, input - Count))];
        Weights = new float[output * Count];
        for (int i = 0; i < output; i++)
        {
            (float centre, int first, int end) = triangles[i];
            Span<float> row = Weights.AsSpan(i * Count, Count)[(first - Starts[i])..(end - Starts[i])];
            float sum = 0;
            for (int tap = 0; tap < row.Length; tap++) sum += row[tap] = Math.Max(0, 1 - MathF.Abs((tap + first - centre + 0.5f) * narrow));
            foreach (ref float weight in row) weight /= sum;
        }
    }

    /// <summary>The number of inputs in each sum.</summary>
    public int Count { get; }

    /// <summary>[output]: the first input of each sum.</summary>
    public int[] Starts { get; }

    /// <summary>[output, <see cref="Count"/>]: the inputs' weights.</summary>
    public float[] Weights { get; }
}
