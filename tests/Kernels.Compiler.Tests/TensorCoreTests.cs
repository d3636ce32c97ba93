using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Compiler.Tests;

/// <summary>Tensor cores and asynchronous copies: C# in the race checker, PTX in the PTX emulator, and what plain doubles say.</summary>
public class TensorCoreTests
{
    private const int Lanes = 32, Rows = 16, Columns = 8;

    private static readonly Lazy<BothWays> s_bothWays = new(() => new(Lowered.Members(
        """
        [Kernel]
        public static void Round(Index1D item, ArrayView<float> x, ArrayView<int> halves, ArrayView<int> tf32)
        {
            halves[item] = (int)TensorCore.PackHalves(high: x[2 * item], low: x[item]);
            tf32[item] = (int)TensorCore.RoundToTf32(x[item]);
        }

        /// <summary>The rows of the matrices lie at every fifth place.</summary>
        [Kernel]
        public static void Load(ArrayView<int> x, ArrayView<int> y)
        {
            ArrayView<uint> shared = SharedMemory.Allocate<uint>(128);
            int first = 4 * Group.IdxX;
            for (int i = first; i < first + 4; i++) shared[i] = (uint)x[i];
            Group.Barrier();
            Quad parts = TensorCore.LoadMatrices(shared, first * 5 % 128);
            y[first] = (int)parts.X;
            y[first + 1] = (int)parts.Y;
            y[first + 2] = (int)parts.Z;
            y[first + 3] = (int)parts.W;
        }

        /// <summary>Every warp: sums [items, 4] += a [warps, 16, 16] b [warps, 16, 8], read from the buffers as the warp holds them.</summary>
        [Kernel]
        public static void Halves(ArrayView<float> a, ArrayView<float> b, ArrayView<float> sums)
        {
            int lane = Warp.LaneIdx, warp = Group.IdxX / Warp.Size, row = lane / 4, column = 2 * (lane % 4);
            ArrayView<float> left = a.SubView(256 * warp), right = b.SubView(128 * warp);
            Quad part = new(Pair(left, row, column), Pair(left, row + 8, column), Pair(left, row, column + 8), Pair(left, row + 8, column + 8));
            uint first = TensorCore.PackHalves(right[8 * column + row], right[8 * column + 8 + row]);
            uint second = TensorCore.PackHalves(right[8 * column + 64 + row], right[8 * column + 72 + row]);
            int place = 4 * Group.IdxX;
            Vec4.Store(TensorCore.MultiplyHalves(part, first, second, Vec4.LoadAligned(sums, place)), sums, place);
        }

        private static uint Pair(ArrayView<float> a, int row, int column) => TensorCore.PackHalves(a[16 * row + column], a[16 * row + column + 1]);

        /// <summary>sums [32, 4] = a [16, depth] b^T [8, depth], whose tiles of 16 columns are copied while others are multiplied.</summary>
        [Kernel]
        public static void Tiles(ArrayView<float> a, ArrayView<float> b, ArrayView<float> sums, int depth, int start)
        {
            ArrayView<float> shared = SharedMemory.GetDynamic().SubView(start);
            ArrayView<uint> bits = SharedMemory.AsBits(shared);
            int lane = Warp.LaneIdx;
            Vec4 sum = Vec4.Splat(0);
            for (int tile = 0; tile < 2; tile++) Fetch(a, b, shared, depth, tile, lane);
            for (int tile = 0; tile < (depth + 15) / 16; tile++)
            {
                AsyncCopy.Wait(1);
                Group.Barrier();
                Fetch(a, b, shared, depth, tile + 2, lane);
                int place = tile % 3 * 384;
                Quad right = Rounded(TensorCore.LoadMatrices(bits, place + 256 + lane % 8 * 16 + lane / 8 * 4));
                Quad left = Rounded(TensorCore.LoadMatrices(bits, place + lane % 16 * 16 + lane / 16 * 4));
                sum = TensorCore.MultiplyTf32(left, right.X, right.Y, sum);
                left = Rounded(TensorCore.LoadMatrices(bits, place + lane % 16 * 16 + 8 + lane / 16 * 4));
                sum = TensorCore.MultiplyTf32(left, right.Z, right.W, sum);
            }

            Vec4.StoreAligned(sum, sums, 4 * lane);
        }

        private static void Fetch(ArrayView<float> a, ArrayView<float> b, ArrayView<float> shared, int depth, int tile, int lane)
        {
            int column = 16 * tile + lane % 4 * 4, place = tile % 3 * 384 + lane % 4 * 4;
            bool exists = column < depth;
            for (int row = lane / 4; row < 16; row += 8) AsyncCopy.Begin(a, exists ? row * depth + column : 0, shared, place + 16 * row, exists);
            AsyncCopy.Begin(b, exists ? lane / 4 * depth + column : 0, exists: exists, to: shared, toIndex: place + 256 + 16 * (lane / 4));
            AsyncCopy.Commit();
        }

        private static Quad Rounded(Quad bits) => new(Rounded(bits.X), Rounded(bits.Y), Rounded(bits.Z), Rounded(bits.W));

        private static uint Rounded(uint bits) => TensorCore.RoundToTf32(BitConverter.UInt32BitsToSingle(bits));

        /// <summary>Items of odd numbers copy out of b, the others out of a, each a little further than in the view before.</summary>
        [Kernel]
        public static void Either(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int start)
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(128);
            int place = 4 * Group.IdxX;
            ArrayView<float> from = AsyncCopy.Either(a, b.SubView(start), Group.IdxX % 2 > 0);
            AsyncCopy.Begin(from.SubView(start), place, shared, place, exists: true);
            AsyncCopy.Commit();
            AsyncCopy.Wait(0);
            Vec4.StoreAligned(Vec4.LoadAligned(shared, place), y, place);
        }

        /// <summary>One array as numbers and as bits.</summary>
        [Kernel]
        public static void Bits(ArrayView<float> x, ArrayView<int> y)
        {
            ArrayView<float> shared = SharedMemory.Allocate<float>(8);
            ArrayView<uint> bits = SharedMemory.AsBits(shared.SubView(1));
            bits = SharedMemory.AsBits(shared).SubView(2);
            shared[2] = x[Grid.IdxX];
            bits[1] = 2 * bits[0];
            bits[1] += 5;
            shared[4] = shared[3] + 1;
            y[Grid.IdxX] = (int)bits[1] ^ (int)bits[2];
        }
        """), "Sample"));

    [Fact]
    public void Numbers_are_rounded_to_halves_and_to_tf32()
    {
        float[] numbers =
        [
            0, -0f, 1, -1.5f, 1 + 1 / 2048f, 1 + 3 / 2048f, -1 - 1 / 2048f, 65504, 65519.996f, 65520, -1e9f, 1e-5f, 3e-8f, 2.9e-8f, 6.1e-5f, 1e-40f,
            1 + 1 / 4096f, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, MathF.PI, -1e-3f,
        ];
        float[] x = [.. numbers, .. numbers];
        s_bothWays.Value.AssertSame("Round", lanes: 0, [numbers.Length], 0, 0, x, new int[numbers.Length], new int[numbers.Length]);
    }

    [Fact]
    public void Halves_and_tf32_have_their_bits()
    {
        Assert.Equal(0xC000_3E00u, TensorCore.PackHalves(1.5f, -2));
        Assert.Equal(0x7C00_7BFFu, TensorCore.PackHalves(65519, 65520));
        Assert.Equal(0x3F80_2000u, TensorCore.RoundToTf32(1 + 1 / 2048f));
        Assert.Equal(0x3F80_0000u, TensorCore.RoundToTf32(1 + 1 / 2049f));
    }

    [Fact]
    public void Matrices_are_loaded_row_by_row()
    {
        int[] x = [.. Enumerable.Range(0, 4 * Lanes).Select(i => i * i * 7919)];
        object[] loaded = s_bothWays.Value.AssertSameInGroups("Load", new(new(1), new(Lanes)), 0, x, new int[x.Length]);

        int[] expected =
            [.. from lane in Enumerable.Range(0, Lanes) from matrix in Enumerable.Range(0, 4) select x[4 * ((8 * matrix + lane / 4) * 5 % Lanes) + lane % 4]];
        Assert.Equal(expected, (int[])loaded[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Halves_are_multiplied(int warps)
    {
        const int Depth = 16;
        float[] a = Floats(warps * Rows * Depth, 1), b = Floats(warps * Depth * Columns, 2), before = Floats(warps * Lanes * 4, 3);
        object[] multiplied = s_bothWays.Value.AssertSameInGroups("Halves", new(new(1), new(warps * Lanes)), 2e-6f, a, b, before);

        for (int warp = 0; warp < warps; warp++)
        {
            AssertSums(
                before.AsSpan(warp * Lanes * 4, Lanes * 4), ((float[])multiplied[2]).AsSpan(warp * Lanes * 4, Lanes * 4), Depth,
                (row, k) => (double)(Half)a[(warp * Rows + row) * Depth + k], (k, column) => (double)(Half)b[(warp * Depth + k) * Columns + column]);
        }
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(52, 12304)]
    public void Tiles_are_copied_while_others_are_multiplied(int depth, int start)
    {
        float[] a = Floats(Rows * depth, 4), b = Floats(Columns * depth, 5);
        object[] multiplied = s_bothWays.Value.AssertSameInGroups(
            "Tiles", new(new(1), new(Lanes), start + 3 * 384), 5e-6f, a, b, new float[Lanes * 4], depth, start);

        double Rounded(float value) => BitConverter.UInt32BitsToSingle(TensorCore.RoundToTf32(value));
        AssertSums(
            new float[Lanes * 4], (float[])multiplied[2], depth, (row, k) => Rounded(a[row * depth + k]), (k, column) => Rounded(b[column * depth + k]));
    }

    [Fact]
    public void Items_copy_out_of_one_of_two_buffers()
    {
        const int Start = 8;
        float[] a = Floats(4 * Lanes + Start, 6), b = Floats(4 * Lanes + 2 * Start, 7);
        object[] copied = s_bothWays.Value.AssertSameInGroups("Either", new(new(1), new(Lanes)), 0, a, b, new float[4 * Lanes], Start);

        float[] expected = [.. Enumerable.Range(0, 4 * Lanes).Select(i => i / 4 % 2 > 0 ? b[i + 2 * Start] : a[i + Start])];
        Assert.Equal(expected, (float[])copied[2]);
    }

    [Fact]
    public void An_array_is_numbers_and_bits() => s_bothWays.Value.AssertSame("Bits", lanes: 0, [3], 0, 0, (float[])[1, -0.25f, 1e30f], new int[3]);

    /// <summary>Asserts that the parts which a warp's items hold are the sums of products.</summary>
    private static void AssertSums(
        ReadOnlySpan<float> before, ReadOnlySpan<float> after, int depth, Func<int, int, double> left, Func<int, int, double> right)
    {
        for (int i = 0; i < before.Length; i++)
        {
            int lane = i / 4, row = lane / 4 + i % 4 / 2 * 8, column = lane % 4 * 2 + i % 2;
            double sum = before[i];
            for (int k = 0; k < depth; k++) sum += left(row, k) * right(k, column);
            Assert.Equal(sum, after[i], 1e-5);
        }
    }

    private static float[] Floats(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() * 2 - 1)];
    }
}
