using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests;

/// <summary>GPU-shaped kernels that are right: the race checker has nothing to say of them.</summary>
public static class SoundKernels
{
    public const int Tile = 4;
    public const int ReduceGroup = 64;

    /// <summary><c>c = a b</c>, one item per element, tiles of both factors in shared memory.</summary>
    /// <param name="a">[m, k]</param>
    /// <param name="b">[k, n]</param>
    /// <param name="c">[m, n]</param>
    /// <param name="m">Rows of a.</param>
    /// <param name="n">Columns of b.</param>
    /// <param name="k">Columns of a.</param>
    [Kernel]
    public static void TiledProduct(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int m, int n, int k)
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Tile * Tile);
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Tile * Tile);
        int x = Group.IdxX, y = Group.IdxY;
        int column = Grid.IdxX * Tile + x, row = Grid.IdxY * Tile + y;
        float sum = 0;
        for (int start = 0; start < k; start += Tile)
        {
            tileA[y * Tile + x] = row < m && start + x < k ? a[row * k + start + x] : 0;
            tileB[y * Tile + x] = column < n && start + y < k ? b[(start + y) * n + column] : 0;
            Group.Barrier();
            for (int i = 0; i < Tile; i++) sum += tileA[y * Tile + i] * tileB[i * Tile + x];
            Group.Barrier();
        }

        if (row < m && column < n) c[row * n + column] = sum;
    }

    /// <summary>The sum of each group's part of x, by a tree in dynamic shared memory.</summary>
    /// <param name="x">[length]</param>
    /// <param name="sums">[groups]</param>
    /// <param name="length">Elements of x.</param>
    [Kernel]
    public static void TreeReduce(ArrayView<float> x, ArrayView<float> sums, int length)
    {
        ArrayView<float> partial = SharedMemory.GetDynamic();
        int item = Group.IdxX, at = Grid.IdxX * Group.DimX + item;
        partial[item] = at < length ? x[at] : 0;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (item < half) partial[item] += partial[item + half];
            Group.Barrier();
        }

        if (item == 0) sums[Grid.IdxX] = partial[0];
    }

    /// <summary>The sum of each group's part of x: shuffles in each warp, then shared memory between the warps.</summary>
    /// <param name="x">[length]</param>
    /// <param name="sums">[groups]</param>
    /// <param name="length">Elements of x.</param>
    [Kernel]
    public static void ShuffleReduce(ArrayView<float> x, ArrayView<float> sums, int length)
    {
        ArrayView<float> ofWarps = SharedMemory.Allocate<float>(ReduceGroup);
        int item = Group.IdxX, at = Grid.IdxX * Group.DimX + item;
        float sum = at < length ? x[at] : 0;
        for (int delta = Warp.Size / 2; delta > 0; delta /= 2) sum += Warp.ShuffleDown(sum, delta);
        if (Warp.LaneIdx == 0) ofWarps[item / Warp.Size] = sum;
        Group.Barrier();
        if (item == 0)
        {
            float total = 0;
            for (int warp = 0; warp < Group.DimX / Warp.Size; warp++) total += ofWarps[warp];
            sums[Grid.IdxX] = total;
        }
    }

    /// <summary><c>y = the value that lane (lane ^ mask) read from x</c>.</summary>
    /// <param name="x">[items]</param>
    /// <param name="y">[items]</param>
    /// <param name="mask">The bits by which lanes differ.</param>
    [Kernel]
    public static void Butterfly(ArrayView<float> x, ArrayView<float> y, int mask)
    {
        int at = Grid.IdxX * Group.DimX + Group.IdxX;
        y[at] = Warp.ShuffleXor(x[at], mask);
    }

    /// <summary>Each warp loads four 8 x 4 matrices of its own, shuffles, and loads them once more.</summary>
    /// <param name="x">[items, 4]</param>
    /// <param name="y">[items, 4]: the number at (lane / 4; lane % 4) of each matrix</param>
    [Kernel]
    public static void LoadTwice(ArrayView<int> x, ArrayView<int> y)
    {
        ArrayView<uint> shared = SharedMemory.Allocate<uint>(4 * ReduceGroup);
        int item = Group.IdxX;
        for (int i = 4 * item; i < 4 * item + 4; i++) shared[i] = (uint)x[i];
        Group.Barrier();
        Quad first = TensorCore.LoadMatrices(shared, 4 * item);
        float own = Warp.Shuffle(item, Warp.LaneIdx);
        Quad second = TensorCore.LoadMatrices(shared, 4 * (int)own);
        y[4 * item] = (int)first.X;
        y[4 * item + 1] = (int)first.Y;
        y[4 * item + 2] = (int)second.Z;
        y[4 * item + 3] = (int)second.W;
    }

    /// <summary>Counts labels: atomically in shared memory, then atomically over all groups.</summary>
    /// <param name="labels">[length]</param>
    /// <param name="counts">[bins], cleared before</param>
    /// <param name="length">Number of labels.</param>
    /// <param name="bins">At most the items of a group.</param>
    [Kernel]
    public static void Histogram(ArrayView<int> labels, ArrayView<int> counts, int length, int bins)
    {
        ArrayView<int> local = SharedMemory.Allocate<int>(ReduceGroup);
        int item = Group.IdxX, at = Grid.IdxX * Group.DimX + item;
        local[item] = 0;
        Group.Barrier();
        if (at < length) Atomic.Add(local, labels[at], 1);
        Group.Barrier();
        if (item < bins) Atomic.Add(counts, item, local[item]);
    }

    /// <summary><c>y[row] = 2 x[row]</c>, in place where y is x.</summary>
    /// <param name="row">The row.</param>
    /// <param name="x">[rows, channels]</param>
    /// <param name="y">[rows, channels]</param>
    /// <param name="channels">Channels of a row.</param>
    [Kernel]
    public static void Double<TVec>(Index1D row, ArrayView<float> x, ArrayView<float> y, int channels) where TVec : struct, IVec<TVec>
    {
        for (int c = row * channels; c < (row + 1) * channels; c += TVec.Width)
            TVec.Store(TVec.Load(x, c) + TVec.Load(x, c), y, c);
    }

    /// <summary>Adds every element of x to <c>sum[0]</c>.</summary>
    /// <param name="item">The element.</param>
    /// <param name="x">[items]</param>
    /// <param name="sum">[1], cleared before</param>
    [Kernel]
    public static void AtomicSum(Index1D item, ArrayView<float> x, ArrayView<float> sum) => Atomic.Add(sum, 0, x[item]);

    /// <summary><c>y = scratch of the launch's dynamic length at index</c>.</summary>
    /// <param name="y">[groups]</param>
    /// <param name="index">The element that is written and read.</param>
    [Kernel]
    public static void Scratch(ArrayView<float> y, int index)
    {
        ArrayView<float> scratch = SharedMemory.GetDynamic();
        scratch[index] = Grid.IdxX;
        y[Grid.IdxX] = scratch[index];
    }
}
