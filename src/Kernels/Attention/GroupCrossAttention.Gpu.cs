namespace LiVOS.Kernels;

/// <summary>
/// <see cref="CrossAttention"/> for devices whose groups have many items: the items share out scores, softmaxes and sums, which pass
/// between them through shared memory.
/// </summary>
internal static class GroupCrossAttention
{
    /// <summary>Items of a group.</summary>
    public const int Items = 64;

    /// <summary>Pixels that a group of <see cref="PixelToQuery"/> computes.</summary>
    public const int Block = 4;

    private const int Chunk = 32; // pixels whose scores are held at a time
    private const float MaskedScore = -1e30f; // added to the score of a pixel that a query may not look at; it leaves differences finite

    /// <summary>The dynamic shared memory that <see cref="QueryToPixel"/> needs, in elements.</summary>
    public static int QueryToPixelShared(int heads, int queries, int channels) => (2 * (channels / heads) + Chunk + 3) * queries;

    /// <summary>The dynamic shared memory that <see cref="PixelToQuery"/> needs, in elements.</summary>
    public static int PixelToQueryShared(int heads, int queries) => Block * heads * queries;

    /// <summary><see cref="CrossAttention.QueryToPixel"/> by groups of many items: one is a head (X) of an object (Y).</summary>
    /// <inheritdoc cref="CrossAttention.QueryToPixel"/>
    [Kernel]
    public static void QueryToPixel<T>(
        ArrayView<T> q, ArrayView<T> k, ArrayView<T> v, [Optional] ArrayView<T> foreground, ArrayView<T> y,
        int masked, int heads, int queries, int positions, int channels)
        where T : unmanaged
    {
        // [depth, queries] queries, transposed; [queries, depth] sums; [Chunk, queries] scores; [queries] the running maximum of the scores, the
        // softmax's denominator so far, and a chunk's factor for earlier sums.
        ArrayView<float> shared = SharedMemory.GetDynamic(), counts = SharedMemory.Allocate<float>(Items);
        int item = Group.IdxX, depth = channels / heads, head = Grid.IdxX * depth;
        int sums = depth * queries, scores = 2 * sums;
        int runningMax = scores + Chunk * queries, denominator = runningMax + queries, rescale = denominator + queries;
        int firstQuery = Grid.IdxY * queries, firstPixel = Grid.IdxY * positions;
        float scale = 1 / MathF.Sqrt(depth);

        float foregroundPixels = 0;
        if (masked != 0)
        {
            float count = 0;
            for (int p = item; p < positions; p += Items) count += Element.Load(foreground, firstPixel + p);
            counts[item] = count;
            Group.Barrier();
            for (int i = 0; i < Items; i++) foregroundPixels += counts[i];
        }

        for (int i = item; i < queries * depth; i += Items)
        {
            shared[i % depth * queries + i / depth] = Element.Load(q, (firstQuery + i / depth) * channels + head + i % depth) * scale;
            shared[sums + i] = 0;
        }

        for (int query = item; query < queries; query += Items)
        {
            shared[runningMax + query] = MaskedScore;
            shared[denominator + query] = 0;
        }

        for (int chunk = 0; chunk < positions; chunk += Chunk)
        {
            int pixels = Math.Min(Chunk, positions - chunk), first = firstPixel + chunk;
            Group.Barrier();
            for (int i = item; i < pixels * queries; i += Items)
            {
                int query = i % queries, pixel = first + i / queries;
                float score = 0;
                for (int d = 0; d < depth; d++)
                    score = MathF.FusedMultiplyAdd(shared[d * queries + query], Element.Load(k, pixel * channels + head + d), score);
                if (masked != 0)
                {
                    bool wantsForeground = query < queries / 2;
                    bool hasAny = wantsForeground ? foregroundPixels > 0 : foregroundPixels < positions;
                    if (hasAny && wantsForeground != Element.Load(foreground, pixel) > 0) score += MaskedScore;
                }

                shared[scores + i] = score;
            }

            // While a query has seen only masked pixels their weights are 1: the first allowed one makes 0 of that.
            Group.Barrier();
            for (int query = item; query < queries; query += Items)
            {
                float before = shared[runningMax + query], now = before, sum = 0;
                for (int j = 0; j < pixels; j++) now = MathF.Max(now, shared[scores + j * queries + query]);
                for (int j = 0; j < pixels; j++)
                {
                    float weight = MathF.Exp(shared[scores + j * queries + query] - now);
                    shared[scores + j * queries + query] = weight;
                    sum += weight;
                }

                float factor = MathF.Exp(before - now);
                shared[runningMax + query] = now;
                shared[rescale + query] = factor;
                shared[denominator + query] = shared[denominator + query] * factor + sum;
            }

            Group.Barrier();
            for (int i = item; i < queries * depth; i += Items)
            {
                int query = i / depth, value = first * channels + head + i % depth;
                float sum = 0;
                for (int j = 0; j < pixels; j++)
                    sum = MathF.FusedMultiplyAdd(shared[scores + j * queries + query], Element.Load(v, value + j * channels), sum);
                shared[sums + i] = shared[sums + i] * shared[rescale + query] + sum;
            }
        }

        for (int i = item; i < queries * depth; i += Items)
            Element.Store(shared[sums + i] / shared[denominator + i / depth], y, (firstQuery + i / depth) * channels + head + i % depth);
    }

    /// <summary><see cref="CrossAttention.PixelToQuery"/> by groups of many items: one is <see cref="Block"/> pixels (X)
    /// of an object (Y). y may be q.</summary>
    /// <param name="q">[objects, positions, channels]</param>
    /// <param name="k">[objects, queries, channels]</param>
    /// <param name="v">[objects, queries, channels]</param>
    /// <param name="y">[objects, positions, channels]</param>
    /// <param name="heads">Heads, which share the channels.</param>
    /// <param name="queries">Queries of an object.</param>
    /// <param name="positions">Pixels of an object.</param>
    /// <param name="channels">Channels of a row.</param>
    [Kernel]
    public static void PixelToQuery<T>(
        ArrayView<T> q, ArrayView<T> k, ArrayView<T> v, ArrayView<T> y, int heads, int queries, int positions, int channels)
        where T : unmanaged
    {
        ArrayView<float> weights = SharedMemory.GetDynamic(); // [Block, heads, queries]: scores, then the weights that the softmax makes of them
        int item = Group.IdxX, depth = channels / heads;
        int pixels = Math.Min(Block, positions - Grid.IdxX * Block);
        int firstPixel = Grid.IdxY * positions + Grid.IdxX * Block, firstQuery = Grid.IdxY * queries;
        float scale = 1 / MathF.Sqrt(depth);

        for (int i = item; i < pixels * heads * queries; i += Items)
        {
            int head = i / queries % heads * depth;
            int pixel = (firstPixel + i / (queries * heads)) * channels + head, query = (firstQuery + i % queries) * channels + head;
            float score = 0;
            for (int d = 0; d < depth; d++) score = MathF.FusedMultiplyAdd(Element.Load(q, pixel + d), Element.Load(k, query + d), score);
            weights[i] = score * scale;
        }

        Group.Barrier();
        for (int row = item; row < pixels * heads; row += Items)
            Softmax.Normalize<Vec1>(weights, row * queries, weights, queries);

        Group.Barrier();
        for (int i = item; i < pixels * channels; i += Items)
        {
            int pixel = i / channels, c = i % channels, row = (pixel * heads + c / depth) * queries;
            float sum = 0;
            for (int query = 0; query < queries; query++)
                sum = MathF.FusedMultiplyAdd(weights[row + query], Element.Load(v, (firstQuery + query) * channels + c), sum);
            Element.Store(sum, y, firstPixel * channels + i);
        }
    }
}
