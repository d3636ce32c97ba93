namespace LiVOS.Kernels;

/// <summary>An object's summary (docs/network.md#object-summaries): for each query the weighted sum of the features of all positions, and
/// the sum of the weights.
/// The sums of features themselves are a matrix product.</summary>
internal static class ObjectSummary
{
    /// <summary><c>y[p, q] = sigmoid(logit[p, q]) m[p]</c> for the first half of the queries, <c>sigmoid(logit[p, q]) (1 - m[p])</c> for the
    /// others; y may be the logits. One item is a query at a position.</summary>
    /// <param name="item">The query at a position, of all objects.</param>
    /// <param name="logits">[objects, positions, queries]</param>
    /// <param name="mask">[objects, positions]</param>
    /// <param name="y">[objects, positions, queries]</param>
    /// <param name="queries">Queries of an object.</param>
    [Kernel]
    public static void QueryWeights(Index1D item, ArrayView<float> logits, ArrayView<float> mask, ArrayView<float> y, int queries)
    {
        int row = item / queries;
        float inside = mask[row];
        y[item] = VecMath.Sigmoid(logits[item]) * (item - row * queries < queries / 2 ? inside : 1 - inside);
    }

    /// <summary><c>memory[q, channels] = sum over p of weights[p, q]</c>: the last channel of the memory. One item is a query of an object.</summary>
    /// <param name="i">The query, of all objects.</param>
    /// <param name="weights">[objects, positions, queries]</param>
    /// <param name="memory">[objects, queries, channels + 1]</param>
    /// <param name="positions">Positions of an object.</param>
    /// <param name="queries">Queries of an object.</param>
    /// <param name="channels">Channels of the features.</param>
    [Kernel]
    public static void SummaryArea(
        Index1D i, ArrayView<float> weights, ArrayView<float> memory, int positions, int queries, int channels)
    {
        int first = i / queries * positions * queries + i % queries;
        float area = 0;
        for (int part = 0; part < positions; part += BlockedSum.Length)
        {
            int end = part + BlockedSum.Length < positions ? part + BlockedSum.Length : positions;
            float sum = 0;
            for (int p = part; p < end; p++)
                sum += weights[first + p * queries];
            area += sum;
        }

        memory[i * (channels + 1) + channels] = area;
    }

    /// <summary><c>values[q] = sums[q] / (area[q] + 1e-4)</c> (docs/network.md#object-transformer). One item is a query of an object.</summary>
    /// <param name="row">The query, of all objects.</param>
    /// <param name="memory">[objects, queries, channels + 1]: sums, then the area.</param>
    /// <param name="values">[objects, queries, channels]</param>
    /// <param name="channels">Channels of the features; the vector width divides them.</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void SummaryValues<TVec>(Index1D row, ArrayView<float> memory, ArrayView<float> values, int channels)
        where TVec : struct, IVec<TVec>
    {
        int from = row * (channels + 1), to = row * channels;
        TVec area = TVec.Splat(memory[from + channels] + 1e-4f);
        for (int c = 0; c < channels; c += TVec.Width)
            TVec.StoreAligned(TVec.Load(memory, from + c) / area, values, to + c);
    }
}
