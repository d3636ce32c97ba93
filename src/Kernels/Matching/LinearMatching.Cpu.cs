namespace LiVOS.Kernels;

/// <summary>The paper's linear matching: readouts from a state of constant size, and the gated update of that state
/// (docs/network.md#linear-matching, #gated-state-update).</summary>
internal static class LinearMatching
{
    /// <summary>The positions whose readout one group of <see cref="Readout"/> computes.</summary>
    public const int ReadoutBlock = 64;

    /// <summary>
    /// <c>norm[g] = sum over p, k of key[p, k] (key_sum[p, k] - base_g[p, k])</c>: the normalization of the objects that were introduced
    /// together. One item is one introduction.
    /// </summary>
    /// <param name="introduction">The introduction g.</param>
    /// <param name="key">[h, w, K]: this frame's key, soft-maxed</param>
    /// <param name="keySum">[h, w, K]: the sum of all earlier keys</param>
    /// <param name="keySumAtIntroduction">[introductions, h, w, K]: key_sum as it stood before each introduction; zeros for the first frame's</param>
    /// <param name="norm">[introductions]</param>
    /// <param name="positions">h w</param>
    /// <param name="channels">K</param>
    [Kernel]
    [VectorOver(nameof(channels))]
    public static void MatchingNorm<TVec>(
        Index1D introduction, ArrayView<float> key, ArrayView<float> keySum, ArrayView<float> keySumAtIntroduction, ArrayView<float> norm,
        int positions, int channels)
        where TVec : struct, IVec<TVec>
    {
        float total = 0;
        for (int first = 0; first < positions; first += BlockedSum.ProductLength)
        {
            TVec partial = TVec.Splat(0);
            int end = Math.Min(first + BlockedSum.ProductLength, positions) * channels;
            for (int i = first * channels; i < end; i += TVec.Width)
            {
                TVec seen = TVec.LoadAligned(keySum, i)
                    - TVec.LoadAligned(keySumAtIntroduction, introduction * positions * channels + i);
                partial = TVec.Fma(TVec.LoadAligned(key, i), seen, partial);
            }

            total += TVec.ReduceAdd(partial);
        }

        norm[introduction] = total;
    }

    /// <summary><c>readout[n, p, v] = (sum over k of key[p, k] state[n, k, v]) / norm[introduced[n]]</c>. Grid X = blocks of positions,
    /// Y = objects; scratch as <see cref="ReadoutScratch"/>.</summary>
    /// <param name="key">[h, w, K]</param>
    /// <param name="state">[N, K, V]</param>
    /// <param name="norm">[introductions]</param>
    /// <param name="introduced">[N]: the introduction that brought each object</param>
    /// <param name="readout">[N, h, w, V]</param>
    /// <param name="positions">h w</param>
    /// <param name="keys">K</param>
    /// <param name="values">V; the vector's width divides it</param>
    [Kernel]
    [VectorOver(nameof(values))]
    public static void Readout<TVec>(
        ArrayView<float> key, ArrayView<float> state, ArrayView<float> norm, ArrayView<int> introduced, ArrayView<float> readout,
        int positions, int keys, int values)
        where TVec : struct, IVec<TVec>
    {
        ArrayView<float> scratch = SharedMemory.GetDynamic(); // the sums of one tile [8, 2 width], then keys of an incomplete one [8, K]
        int tail = RegisterTile.Rows * 2 * TVec.Width;
        int n = Grid.IdxY;
        int first = Grid.IdxX * ReadoutBlock;
        int end = Math.Min(first + ReadoutBlock, positions);
        TVec scale = TVec.Splat(1 / norm[introduced[n]]);

        for (int row = first; row < end; row += RegisterTile.Rows)
        {
            int rows = Math.Min(RegisterTile.Rows, end - row);
            if (rows < RegisterTile.Rows)
            {
                for (int i = 0; i < RegisterTile.Rows * keys; i++) scratch[tail + i] = i < rows * keys ? key[row * keys + i] : 0;
            }

            for (int v = 0; v < values; v += 2 * TVec.Width)
            {
                int stateAt = n * keys * values + v;
                int vectors = Math.Min(2, (values - v) / TVec.Width);
                if (rows == RegisterTile.Rows) Multiply<TVec>(key, row * keys, keys, 1, state, stateAt, values, keys, vectors, scratch);
                else Multiply<TVec>(scratch, tail, keys, 1, state, stateAt, values, keys, vectors, scratch);

                for (int r = 0; r < rows; r++)
                    for (int j = 0; j < vectors * TVec.Width; j += TVec.Width)
                        TVec.Store(scale * TVec.Load(scratch, r * 2 * TVec.Width + j), readout, ((n * positions) + row + r) * values + v + j);
            }
        }
    }

    /// <summary>The floats of scratch memory of <see cref="Readout"/> with vectors of <paramref name="width"/> lanes.</summary>
    public static int ReadoutScratch(int width, int keys) => RegisterTile.Rows * (2 * width + keys);

    /// <summary>
    /// <c>sums[n, k, v] = gate[v] sums[n, k, v] + sum over p of weight[n, p, k] value[n, p, v]</c>: the gated update of the state, and, ungated,
    /// the object summaries. Grid X = pairs of vectors of V, Y = tiles of 8 rows k, Z = objects; scratch as <see cref="WeightedReductionScratch"/>.
    /// </summary>
    /// <param name="weight">[N or 1, h, w, K]</param>
    /// <param name="value">[N, h, w, V]</param>
    /// <param name="gate">[V]; unused where not gated</param>
    /// <param name="sums">[N, K, sumsRow]; columns from V on are left as they are</param>
    /// <param name="shape">The extents.</param>
    [Kernel]
    [VectorOver("shape.Values")]
    public static void WeightedReduction<TVec>(
        ArrayView<float> weight, ArrayView<float> value, [Optional] ArrayView<float> gate, ArrayView<float> sums, WeightedReductionShape shape)
        where TVec : struct, IVec<TVec>
    {
        ArrayView<float> scratch = SharedMemory.GetDynamic(); // partial sums [8, 2 width], totals [8, 2 width], weights of an incomplete tile [256, 8]
        int tile = RegisterTile.Rows * 2 * TVec.Width;
        int n = Grid.IdxZ;
        int k = Grid.IdxY * RegisterTile.Rows;
        int v = Grid.IdxX * 2 * TVec.Width;
        int rows = Math.Min(RegisterTile.Rows, shape.Keys - k);
        int vectors = Math.Min(2, (shape.Values - v) / TVec.Width);

        for (int i = 0; i < tile; i += TVec.Width) TVec.Store(TVec.Splat(0), scratch, tile + i);
        for (int first = 0; first < shape.Positions; first += BlockedSum.ProductLength)
        {
            int count = Math.Min(BlockedSum.ProductLength, shape.Positions - first);
            int weightAt = ((shape.WeightIsShared ? 0 : n * shape.Positions) + first) * shape.Keys + k;
            int valueAt = (n * shape.Positions + first) * shape.Values + v;
            if (rows == RegisterTile.Rows)
            {
                Multiply<TVec>(weight, weightAt, 1, shape.Keys, value, valueAt, shape.Values, count, vectors, scratch);
            }
            else
            {
                for (int i = 0; i < count * RegisterTile.Rows; i++)
                    scratch[2 * tile + i] = i % RegisterTile.Rows < rows ? weight[weightAt + i / RegisterTile.Rows * shape.Keys + i % RegisterTile.Rows] : 0;
                Multiply<TVec>(scratch, 2 * tile, 1, RegisterTile.Rows, value, valueAt, shape.Values, count, vectors, scratch);
            }

            for (int r = 0; r < rows; r++)
                for (int j = r * 2 * TVec.Width; j < (r * 2 + vectors) * TVec.Width; j += TVec.Width)
                    TVec.Store(TVec.Load(scratch, tile + j) + TVec.Load(scratch, j), scratch, tile + j);
        }

        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < vectors * TVec.Width; j += TVec.Width)
            {
                int at = (n * shape.Keys + k + r) * shape.SumsRow + v + j;
                TVec total = TVec.Load(scratch, tile + r * 2 * TVec.Width + j);
                TVec.Store(shape.Gated ? TVec.Fma(TVec.Load(gate, v + j), TVec.Load(sums, at), total) : total, sums, at);
            }
        }
    }

    /// <summary>The floats of scratch memory of <see cref="WeightedReduction"/> with vectors of <paramref name="width"/> lanes.</summary>
    public static int WeightedReductionScratch(int width) => RegisterTile.Rows * 2 * 2 * width + BlockedSum.ProductLength * RegisterTile.Rows;

    private static void Multiply<TVec>(
        ArrayView<float> x, int xAt, int xRow, int xDepth, ArrayView<float> w, int wAt, int wDepth, int depth, int vectors, ArrayView<float> sums)
        where TVec : struct, IVec<TVec> =>
        RegisterTile.Multiply<TVec>(x, xAt, xRow, xDepth, w, wAt, wDepth, TVec.Width, vectors, depth, sums, 0, 2 * TVec.Width);
}
