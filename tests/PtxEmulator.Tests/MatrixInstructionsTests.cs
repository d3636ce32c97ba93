using System.Runtime.InteropServices;

namespace LiVOS.PtxEmulator.Tests;

/// <summary>mma.sync and ldmatrix against plain matrix products; the tests place the elements by the formulas and figures of the PTX ISA.</summary>
public class MatrixInstructionsTests
{
    private const int M = 16, N = 8;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Products_of_halves(int depth)
    {
        Random random = new(depth);
        float[,] a = Random(random, M, depth, x => (float)(Half)x), b = Random(random, depth, N, x => (float)(Half)x), c = Random(random, M, N, x => x);
        int registers = depth / 4;
        var memory = new List<uint>();
        for (int lane = 0; lane < 32; lane++)
        {
            (int group, int thread) = (lane / 4, lane % 4);
            for (int i = 0; i < registers; i++)
            {
                // a0,a1: row group; a2,a3: row group + 8; a4,a5: row group, columns + 8; a6,a7: both.
                (int row, int column) = (group + (i % 2 == 1 ? 8 : 0), (thread * 2) + (i >= 2 ? 8 : 0));
                memory.Add(Pair(a[row, column], a[row, column + 1]));
            }

            for (int i = 0; i < registers / 2; i++)
            {
                int row = (thread * 2) + (i == 1 ? 8 : 0);
                memory.Add(Pair(b[row, group], b[row + 1, group]));
            }

            memory.AddRange(Sums(c, group, thread));
        }

        string instruction = depth == 16
            ? "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1, %r2, %r3}, {%r4, %r5}, {%f0, %f1, %f2, %f3};"
            : "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1}, {%r2}, {%f0, %f1, %f2, %f3};";
        AssertProduct(a, b, c, depth, Multiply(instruction, registers * 3 / 2, memory));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Products_of_tf32(int depth)
    {
        Random random = new(depth);
        float[,] a = Random(random, M, depth, Short), b = Random(random, depth, N, Short), c = Random(random, M, N, x => x);
        var memory = new List<uint>();
        for (int lane = 0; lane < 32; lane++)
        {
            (int group, int thread) = (lane / 4, lane % 4);

            // a0: (group, thread); a1: row + 8; a2: column + 4; a3: both. b0: (thread, group); b1: row + 4.
            for (int i = 0; i < depth / 2; i++) memory.Add(BitConverter.SingleToUInt32Bits(a[group + (i % 2 == 1 ? 8 : 0), thread + (i >= 2 ? 4 : 0)]));
            for (int i = 0; i < depth / 4; i++) memory.Add(BitConverter.SingleToUInt32Bits(b[thread + (i * 4), group]));
            memory.AddRange(Sums(c, group, thread));
        }

        string instruction = depth == 8
            ? "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1, %r2, %r3}, {%r4, %r5}, {%f0, %f1, %f2, %f3};"
            : "mma.sync.aligned.m16n8k4.row.col.f32.tf32.tf32.f32 {%f0, %f1, %f2, %f3}, {%r0, %r1}, {%r2}, {%f0, %f1, %f2, %f3};";
        AssertProduct(a, b, c, depth, Multiply(instruction, depth * 3 / 4, memory));

        static float Short(float x) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x) & ~0x1fffu);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public void Matrices_are_loaded_from_rows(int count, bool isTransposed)
    {
        // Four matrices of 8 x 8 numbers of 16 bits, rows 48 bytes apart; lane l gives row l % 8 of matrix l / 8.
        string registers = string.Join(", ", Enumerable.Range(4, count).Select(i => $"%r{i}"));
        string body = $$"""
            .shared .align 16 .b8 s[1536];
            ld.param.u64 %rd1, [u];
            mov.u32 %r1, %tid.x;
            mov.u32 %r2, s;
            mad.lo.u32 %r2, %r1, 48, %r2;
            mul.wide.u32 %rd2, %r1, 16;
            add.u64 %rd2, %rd1, %rd2;
            ld.global.v4.b32 {%r4, %r5, %r6, %r7}, [%rd2];
            st.shared.v4.b32 [%r2], {%r4, %r5, %r6, %r7};
            bar.sync 0;
            ldmatrix.sync.aligned.m8n8.x{{count}}{{(isTransposed ? ".trans" : "")}}.shared.b16 {{{registers}}}, [%r2];
            st.global.v4.b32 [%rd2+512], {%r4, %r5, %r6, %r7};
            """;
        var memory = new byte[1024];
        for (int i = 0; i < 256; i++) BitConverter.TryWriteBytes(memory.AsSpan(i * 2), (short)i);
        Emulator.Run(PtxModule.Parse(Snippet.Kernel(body)), "k", new(1), new(32), 0, [memory, 0u]);
        short[] loaded = MemoryMarshal.Cast<byte, short>(memory.AsSpan(512)).ToArray();
        for (int lane = 0; lane < 32; lane++)
        {
            for (int matrix = 0; matrix < count; matrix++)
            {
                for (int i = 0; i < 2; i++)
                {
                    (int row, int column) = (lane / 4, (lane % 4 * 2) + i);
                    if (isTransposed) (row, column) = (column, row);
                    Assert.Equal((matrix * 64) + (row * 8) + column, loaded[(lane * 8) + (matrix * 2) + i]);
                }
            }
        }
    }

    private static float[,] Multiply(string instruction, int factors, List<uint> given)
    {
        int words = given.Count / 32;
        string loads =
            string.Concat(Enumerable.Range(0, words).Select(i => $"ld.global.b32 {(i < factors ? $"%r{i}" : $"%f{i - factors}")}, [%rd2+{i * 4}];\n"));
        string stores = string.Concat(Enumerable.Range(0, 4).Select(i => $"st.global.f32 [%rd2+{i * 4}], %f{i};\n"));
        byte[] memory = MemoryMarshal.AsBytes<uint>(given.ToArray()).ToArray();
        string body =
            $"ld.param.u64 %rd1, [u];\nmov.u32 %r10, %tid.x;\nmul.wide.u32 %rd2, %r10, {words * 4};\nadd.u64 %rd2, %rd1, %rd2;\n{loads}{instruction}\n{stores}";
        Emulator.Run(PtxModule.Parse(Snippet.Kernel(body)), "k", new(1), new(32), 0, [memory, 0u]);
        float[] results = MemoryMarshal.Cast<byte, float>(memory).ToArray();
        var product = new float[M, N];
        for (int lane = 0; lane < 32; lane++)
            for (int i = 0; i < 4; i++) product[(lane / 4) + (i >= 2 ? 8 : 0), (lane % 4 * 2) + (i % 2)] = results[(lane * words) + i];
        return product;
    }

    // c0,c1: row group; c2,c3: row group + 8.
    private static uint[] Sums(float[,] c, int group, int thread) =>
        [.. Enumerable.Range(0, 4).Select(i => BitConverter.SingleToUInt32Bits(c[group + (i >= 2 ? 8 : 0), (thread * 2) + (i % 2)]))];

    private static uint Pair(float low, float high) => ((uint)BitConverter.HalfToUInt16Bits((Half)high) << 16) | BitConverter.HalfToUInt16Bits((Half)low);

    private static float[,] Random(Random random, int rows, int columns, Func<float, float> round)
    {
        var matrix = new float[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) matrix[i, j] = round(((float)random.NextDouble() * 2) - 1);
        return matrix;
    }

    private static void AssertProduct(float[,] a, float[,] b, float[,] c, int depth, float[,] product)
    {
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                double sum = c[i, j];
                for (int k = 0; k < depth; k++) sum += (double)a[i, k] * b[k, j];
                Assert.Equal(sum, product[i, j], 1e-6);
            }
        }
    }
}
