namespace LiVOS.Kernels;

/// <summary>
/// The matrix products of <see cref="LinearMatching"/> for devices whose groups have many items: each computes a tile of 32 x 32 sums, of which an
/// item keeps 4 x 4 in registers, from K-tiles of both operands that the group loads into shared memory together.
/// </summary>
internal static class TiledMatching
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Size = 32;

    /// <summary>Items along each axis of a group.</summary>
    public const int Side = Size / 4;

    private const int LargestSplit = 32; // partial sums that are held: 2 MB for each object of the base model

    private const int Items = Side * Side;
    private const int KLength = 16; // products of each sum that are loaded at a time
    private const int Pitch = KLength + 1; // of a row of the left side in shared memory: odd, so that its banks are shared evenly

    /// <summary><see cref="LinearMatching.Readout"/> by tiles: one group is a tile of positions (X) and
    /// values (Y) of an object (Z).</summary>
    /// <inheritdoc cref="LinearMatching.Readout"/>
    [Kernel]
    public static void Readout<TY>(
        ArrayView<float> key, ArrayView<float> state, ArrayView<float> norm, ArrayView<int> introduced, ArrayView<TY> readout,
        int positions, int keys, int values)
        where TY : unmanaged
    {
        ArrayView<float> x = SharedMemory.Allocate<float>(Size * Pitch), w = SharedMemory.Allocate<float>(KLength * Size);
        int item = Group.IdxY * Side + Group.IdxX, n = Grid.IdxZ;
        int p = Grid.IdxX * Size, v = Grid.IdxY * Size;
        int xAt = Group.IdxY * 4 * Pitch, wAt = Group.IdxX * 4;
        Vec4 zero = Vec4.Splat(0);
        var sums = new Accumulators4x4(zero, zero, zero, zero);
        for (int kStart = 0; kStart < keys; kStart += KLength)
        {
            for (int i = item; i < Size * KLength; i += Items)
            {
                int row = p + i / KLength, k = kStart + i % KLength;
                x[i / KLength * Pitch + i % KLength] = row < positions && k < keys ? key[row * keys + k] : 0;
            }

            for (int i = item; i < KLength * Size; i += Items)
            {
                int k = kStart + i / Size, column = v + i % Size;
                w[i] = k < keys && column < values ? state[(n * keys + k) * values + column] : 0;
            }

            Group.Barrier();
            for (int d = 0; d < KLength; d++) sums = sums.Add(x, xAt + d, Pitch, w, d * Size + wAt);

            Group.Barrier();
        }

        Vec4 scale = Vec4.Splat(1 / norm[introduced[n]]);
        for (int i = 0; i < 4; i++)
        {
            int row = p + Group.IdxY * 4 + i;
            if (row < positions) StoreSums(scale * sums.Row(i), w, item * 4, readout, (n * positions + row) * values + v + wAt, values - v - wAt);
        }
    }

    /// <summary>
    /// <c>partial[s, n, k, v] = sum over p of weight[n, p, k] value[n, p, v]</c> for the positions p of split s: the first step of
    /// <see cref="LinearMatching.WeightedReduction"/>. The positions are split because the sums are few and long. One
    /// group is a tile of keys (X) and values (Y) of an object and a split (Z).
    /// </summary>
    /// <param name="weight">[N or 1, h, w, K]</param>
    /// <param name="value">[N, h, w, V]</param>
    /// <param name="partial">[splits, N, K, V]</param>
    /// <param name="shape">The extents.</param>
    /// <param name="objects">N</param>
    /// <param name="splits">The number of splits: <see cref="Splits"/>.</param>
    [Kernel]
    public static void WeightedReductionSplits<T>(
        ArrayView<float> weight, ArrayView<T> value, ArrayView<float> partial, WeightedReductionShape shape, int objects, int splits)
        where T : unmanaged
    {
        ArrayView<float> x = SharedMemory.Allocate<float>(Size * Pitch), w = SharedMemory.Allocate<float>(KLength * Size);
        int item = Group.IdxY * Side + Group.IdxX;
        int n = Grid.IdxZ % objects, split = Grid.IdxZ / objects;
        int k = Grid.IdxX * Size, v = Grid.IdxY * Size;
        int xAt = Group.IdxY * 4 * Pitch, wAt = Group.IdxX * 4;
        int weightAt = shape.WeightIsShared ? 0 : n * shape.Positions;
        Vec4 zero = Vec4.Splat(0);
        var none = new Accumulators4x4(zero, zero, zero, zero);
        Accumulators4x4 totals = none;
        for (int first = split * BlockedSum.ProductLength; first < shape.Positions; first += splits * BlockedSum.ProductLength)
        {
            int end = Math.Min(first + BlockedSum.ProductLength, shape.Positions);
            Accumulators4x4 sums = none;
            for (int kStart = first; kStart < end; kStart += KLength)
            {
                for (int i = item; i < KLength * Size; i += Items)
                {
                    int p = kStart + i / Size, row = k + i % Size, column = v + i % Size;
                    x[i % Size * Pitch + i / Size] = p < end && row < shape.Keys ? weight[(weightAt + p) * shape.Keys + row] : 0;
                    w[i] = p < end && column < shape.Values ? Element.Load(value, (n * shape.Positions + p) * shape.Values + column) : 0;
                }

                Group.Barrier();
                for (int d = 0; d < KLength; d++) sums = sums.Add(x, xAt + d, Pitch, w, d * Size + wAt);

                Group.Barrier();
            }

            totals = totals.Add(sums);
        }

        for (int i = 0; i < 4; i++)
        {
            int row = k + Group.IdxY * 4 + i;
            int at = (((split * objects) + n) * shape.Keys + row) * shape.Values + v + wAt;
            if (row < shape.Keys) StoreSums(totals.Row(i), w, item * 4, partial, at, shape.Values - v - wAt);
        }
    }

    /// <summary>The number of parts into which <see cref="WeightedReductionSplits"/> splits the positions.</summary>
    public static int Splits(int positions) => Math.Min((positions + BlockedSum.ProductLength - 1) / BlockedSum.ProductLength, LargestSplit);

    /// <summary>
    /// <c>sums[n, k, v] = gate[v] sums[n, k, v] + sum over s of partial[s, n, k, v]</c>: the second step of
    /// <see cref="LinearMatching.WeightedReduction"/>. One item is an element.
    /// </summary>
    /// <param name="i">The element (n, k, v).</param>
    /// <param name="partial">[splits, N, K, V]</param>
    /// <param name="gate">[V]; unused where not gated</param>
    /// <param name="sums">[N, K, sumsRow]; columns from V on are left as they are</param>
    /// <param name="shape">The extents.</param>
    /// <param name="objects">N</param>
    /// <param name="splits">The number of splits.</param>
    [Kernel]
    public static void ReduceSplits(
        Index1D i, ArrayView<float> partial, [Optional] ArrayView<float> gate, ArrayView<float> sums, WeightedReductionShape shape, int objects, int splits)
    {
        int v = i % shape.Values, at = i / shape.Values * shape.SumsRow + v;
        float total = 0;
        for (int split = 0; split < splits; split++) total += partial[split * objects * shape.Keys * shape.Values + i];
        sums[at] = shape.Gated ? gate[v] * sums[at] + total : total;
    }

    /// <summary>Stores the first <paramref name="count"/> of an item's sums, at most 4; 4 elements of <paramref name="scratch"/> are its
    /// own.</summary>
    private static void StoreSums<TY>(Vec4 sums, ArrayView<float> scratch, int own, ArrayView<TY> to, int at, int count) where TY : unmanaged
    {
        if (count >= 4)
        {
            Vec4.Store(sums, to, at);
        }
        else
        {
            Vec4.StoreAligned(sums, scratch, own);
            for (int i = 0; i < count; i++) Element.Store(scratch[own + i], to, at + i);
        }
    }
}
