namespace LiVOS.Kernels;

/// <summary>
/// Multi-head attention between the few queries of an object and its many pixels (docs/network.md#object-transformer), in both directions:
/// <c>y[i] = sum over j of softmax_j(q[i] . k[j] / sqrt(channels / heads)) v[j]</c>, for each head's share of the channels.
/// </summary>
internal static class CrossAttention
{
    /// <summary>Pixels whose scores are held at a time: a multiple of 4.</summary>
    private const int Chunk = 32;

    /// <summary>Added to the score of a pixel that a query may not look at. It swallows the score, and leaves differences finite.</summary>
    private const float MaskedScore = -1e30f;

    /// <summary>The dynamic shared memory that <see cref="QueryToPixel"/> needs, in elements.</summary>
    public static int QueryToPixelShared(int heads, int queries, int channels) => (2 * (channels / heads) + Chunk + 2) * queries;

    /// <summary>The dynamic shared memory that <see cref="PixelToQuery"/> needs, in elements.</summary>
    public static int PixelToQueryShared(int queries, int channels) => (channels + 4) * queries;

    /// <summary>
    /// Queries attend over pixels; with pixels that are the queries this is self-attention. One group is a head (X) of an object (Y). Lanes
    /// lie along the queries; the pixels pass by in chunks, with the softmax's maximum and sum carried along, so the scratch does not
    /// depend on their number. y may be q.
    /// </summary>
    /// <param name="q">[objects, queries, channels]</param>
    /// <param name="k">[objects, positions, channels]</param>
    /// <param name="v">[objects, positions, channels]</param>
    /// <param name="foreground">[objects, positions], 1 or 0; not read unless masked.</param>
    /// <param name="y">[objects, queries, channels]</param>
    /// <param name="masked">Not 0: the first half of the queries look only where the foreground is 1, the others only where it is 0;
    /// a query without any such position looks at all.</param>
    /// <param name="heads">Heads, which share the channels; a head's channels are a multiple of 4.</param>
    /// <param name="queries">Queries of an object; the vector width divides them.</param>
    /// <param name="positions">Pixels of an object.</param>
    /// <param name="channels">Channels of a row.</param>
    [Kernel]
    [VectorOver(nameof(queries))]
    public static void QueryToPixel<TVec>(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, [Optional] ArrayView<float> foreground, ArrayView<float> y,
        int masked, int heads, int queries, int positions, int channels)
        where TVec : struct, IVec<TVec>
    {
        int depth = channels / heads, head = Grid.IdxX * depth;
        int firstQuery = Grid.IdxY * queries, firstPixel = Grid.IdxY * positions;
        float scale = 1 / MathF.Sqrt(depth);

        // [depth, lanes] queries, transposed; [depth, lanes] sums; [Chunk, lanes] scores; [2, lanes] the mask's addends to a score.
        ArrayView<float> shared = SharedMemory.GetDynamic();
        int sums = depth * TVec.Width, scores = 2 * sums, onForeground = scores + Chunk * TVec.Width, onBackground = onForeground + TVec.Width;

        float foregroundPixels = 0;
        if (masked != 0)
        {
            for (int p = 0; p < positions; p++)
                foregroundPixels += foreground[firstPixel + p];
        }

        for (int lanes = 0; lanes < queries; lanes += TVec.Width)
        {
            for (int lane = 0; lane < TVec.Width; lane++)
            {
                int from = (firstQuery + lanes + lane) * channels + head;
                for (int d = 0; d < depth; d++)
                {
                    shared[d * TVec.Width + lane] = q[from + d] * scale;
                    shared[sums + d * TVec.Width + lane] = 0;
                }

                bool looksAtForeground = lanes + lane < queries / 2;
                shared[onForeground + lane] = looksAtForeground || foregroundPixels >= positions ? 0 : MaskedScore;
                shared[onBackground + lane] = looksAtForeground && foregroundPixels > 0 ? MaskedScore : 0;
            }

            TVec runningMax = TVec.Splat(MaskedScore), denominator = TVec.Splat(0);
            for (int chunk = 0; chunk < positions; chunk += Chunk)
            {
                int pixels = positions - chunk < Chunk ? positions - chunk : Chunk;
                int first = firstPixel + chunk;

                // Four pixels at a time; past the last pixel it is repeated, and its score not used.
                for (int j = 0; j < pixels; j += 4)
                {
                    int last = pixels - 1;
                    int k0 = (first + j) * channels + head;
                    int k1 = (first + (j + 1 < last ? j + 1 : last)) * channels + head;
                    int k2 = (first + (j + 2 < last ? j + 2 : last)) * channels + head;
                    int k3 = (first + (j + 3 < last ? j + 3 : last)) * channels + head;
                    TVec s0 = TVec.Splat(0), s1 = TVec.Splat(0), s2 = TVec.Splat(0), s3 = TVec.Splat(0);
                    for (int d = 0; d < depth; d++)
                    {
                        TVec query = TVec.Load(shared, d * TVec.Width);
                        s0 = TVec.Fma(query, TVec.Splat(k[k0 + d]), s0);
                        s1 = TVec.Fma(query, TVec.Splat(k[k1 + d]), s1);
                        s2 = TVec.Fma(query, TVec.Splat(k[k2 + d]), s2);
                        s3 = TVec.Fma(query, TVec.Splat(k[k3 + d]), s3);
                    }

                    int at = scores + j * TVec.Width;
                    TVec.Store(s0, shared, at);
                    TVec.Store(s1, shared, at + TVec.Width);
                    TVec.Store(s2, shared, at + 2 * TVec.Width);
                    TVec.Store(s3, shared, at + 3 * TVec.Width);
                }

                if (masked != 0)
                {
                    for (int j = 0; j < pixels; j++)
                    {
                        int added = foreground[first + j] > 0 ? onForeground : onBackground;
                        int at = scores + j * TVec.Width;
                        TVec.Store(TVec.Load(shared, at) + TVec.Load(shared, added), shared, at);
                    }
                }

                TVec before = runningMax;
                for (int j = 0; j < pixels; j++)
                    runningMax = TVec.Max(runningMax, TVec.Load(shared, scores + j * TVec.Width));

                // While a query has seen only masked pixels their weights are 1: the first allowed one makes 0 of that.
                TVec chunkSum = TVec.Splat(0);
                for (int j = 0; j < pixels; j++)
                {
                    TVec weight = TVec.Exp(TVec.Load(shared, scores + j * TVec.Width) - runningMax);
                    TVec.Store(weight, shared, scores + j * TVec.Width);
                    chunkSum += weight;
                }

                TVec rescale = TVec.Exp(before - runningMax);
                denominator = TVec.Fma(denominator, rescale, chunkSum);
                for (int d = 0; d < depth; d += 4)
                {
                    TVec a0 = TVec.Splat(0), a1 = TVec.Splat(0), a2 = TVec.Splat(0), a3 = TVec.Splat(0);
                    for (int j = 0; j < pixels; j++)
                    {
                        TVec weight = TVec.Load(shared, scores + j * TVec.Width);
                        int value = (first + j) * channels + head + d;
                        a0 = TVec.Fma(weight, TVec.Splat(v[value]), a0);
                        a1 = TVec.Fma(weight, TVec.Splat(v[value + 1]), a1);
                        a2 = TVec.Fma(weight, TVec.Splat(v[value + 2]), a2);
                        a3 = TVec.Fma(weight, TVec.Splat(v[value + 3]), a3);
                    }

                    int at = sums + d * TVec.Width;
                    TVec.Store(TVec.Fma(TVec.Load(shared, at), rescale, a0), shared, at);
                    TVec.Store(TVec.Fma(TVec.Load(shared, at + TVec.Width), rescale, a1), shared, at + TVec.Width);
                    TVec.Store(TVec.Fma(TVec.Load(shared, at + 2 * TVec.Width), rescale, a2), shared, at + 2 * TVec.Width);
                    TVec.Store(TVec.Fma(TVec.Load(shared, at + 3 * TVec.Width), rescale, a3), shared, at + 3 * TVec.Width);
                }
            }

            TVec share = TVec.Splat(1) / denominator;
            for (int d = 0; d < depth; d++)
            {
                TVec.Store(TVec.Load(shared, sums + d * TVec.Width) * share, shared, sums + d * TVec.Width);
                for (int lane = 0; lane < TVec.Width; lane++)
                    y[(firstQuery + lanes + lane) * channels + head + d] = shared[sums + d * TVec.Width + lane];
            }
        }
    }

    /// <summary>
    /// Pixels attend over the queries of their object. One group is a block of pixels (X) of an object (Y), for which it transposes the
    /// keys once. Lanes lie along the queries for the scores and along a head's channels for the values. y may be q.
    /// </summary>
    /// <param name="q">[objects, positions, channels]</param>
    /// <param name="k">[objects, queries, channels]</param>
    /// <param name="v">[objects, queries, channels]</param>
    /// <param name="y">[objects, positions, channels]</param>
    /// <param name="heads">Heads, which share the channels.</param>
    /// <param name="queries">Queries of an object; the vector width divides them and a head's channels.</param>
    /// <param name="positions">Pixels of an object.</param>
    /// <param name="channels">Channels of a row.</param>
    /// <param name="block">Pixels of a group.</param>
    [Kernel]
    public static void PixelToQuery<TVec>(
        ArrayView<float> q, ArrayView<float> k, ArrayView<float> v, ArrayView<float> y,
        int heads, int queries, int positions, int channels, int block)
        where TVec : struct, IVec<TVec>
    {
        int depth = channels / heads;
        int firstQuery = Grid.IdxY * queries * channels;
        float scale = 1 / MathF.Sqrt(depth);

        // [channels, queries] keys, transposed; [4, queries] weights.
        ArrayView<float> shared = SharedMemory.GetDynamic();
        int w0 = channels * queries, w1 = w0 + queries, w2 = w1 + queries, w3 = w2 + queries;
        for (int i = 0; i < queries; i++)
        {
            for (int c = 0; c < channels; c++)
                shared[c * queries + i] = k[firstQuery + i * channels + c] * scale;
        }

        // Four pixels at a time; past the last pixel it is repeated, and written again.
        int begin = Grid.IdxX * block, end = begin + block < positions ? begin + block : positions;
        for (int p = begin; p < end; p += 4)
        {
            int first = Grid.IdxY * positions, last = end - 1;
            int p0 = (first + p) * channels;
            int p1 = (first + (p + 1 < last ? p + 1 : last)) * channels;
            int p2 = (first + (p + 2 < last ? p + 2 : last)) * channels;
            int p3 = (first + (p + 3 < last ? p + 3 : last)) * channels;
            for (int head = 0; head < channels; head += depth)
            {
                for (int i = 0; i < queries; i += TVec.Width)
                {
                    TVec s0 = TVec.Splat(0), s1 = TVec.Splat(0), s2 = TVec.Splat(0), s3 = TVec.Splat(0);
                    for (int c = head; c < head + depth; c++)
                    {
                        TVec key = TVec.Load(shared, c * queries + i);
                        s0 = TVec.Fma(key, TVec.Splat(q[p0 + c]), s0);
                        s1 = TVec.Fma(key, TVec.Splat(q[p1 + c]), s1);
                        s2 = TVec.Fma(key, TVec.Splat(q[p2 + c]), s2);
                        s3 = TVec.Fma(key, TVec.Splat(q[p3 + c]), s3);
                    }

                    TVec.Store(s0, shared, w0 + i);
                    TVec.Store(s1, shared, w1 + i);
                    TVec.Store(s2, shared, w2 + i);
                    TVec.Store(s3, shared, w3 + i);
                }

                for (int weights = w0; weights <= w3; weights += queries)
                    Softmax.Normalize<TVec>(shared, weights, shared, queries);

                for (int c = head; c < head + depth; c += TVec.Width)
                {
                    TVec y0 = TVec.Splat(0), y1 = TVec.Splat(0), y2 = TVec.Splat(0), y3 = TVec.Splat(0);
                    for (int i = 0; i < queries; i++)
                    {
                        TVec value = TVec.Load(v, firstQuery + i * channels + c);
                        y0 = TVec.Fma(TVec.Splat(shared[w0 + i]), value, y0);
                        y1 = TVec.Fma(TVec.Splat(shared[w1 + i]), value, y1);
                        y2 = TVec.Fma(TVec.Splat(shared[w2 + i]), value, y2);
                        y3 = TVec.Fma(TVec.Splat(shared[w3 + i]), value, y3);
                    }

                    TVec.Store(y0, y, p0 + c);
                    TVec.Store(y1, y, p1 + c);
                    TVec.Store(y2, y, p2 + c);
                    TVec.Store(y3, y, p3 + c);
                }
            }
        }
    }
}
