using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>
/// Matrix products that a warp of 32 items computes together. Each item holds a fragment of every matrix (NVIDIA's <c>mma.sync</c> and
/// <c>ldmatrix</c>, sm_80 and newer). Every item of the warp must call. Below, item i of a warp has the row g = i / 4 and the column t = i % 4.
/// </summary>
public static unsafe class TensorCore
{
    private const int Lanes = 32;

    /// <summary>Two numbers rounded to fp16 (to nearest even; infinite if out of range), <paramref name="low"/> in the low bits.</summary>
    public static uint PackHalves(float low, float high) =>
        BitConverter.HalfToUInt16Bits((Half)low) | (uint)BitConverter.HalfToUInt16Bits((Half)high) << 16;

    /// <summary>The bits of a number rounded to a 10-bit mantissa, ties away from zero (<c>cvt.rna.tf32</c>): an operand of
    /// <see cref="MultiplyTf32"/>.</summary>
    public static uint RoundToTf32(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsFinite(value) ? (bits + 0x1000) & ~0x1FFFu : bits;
    }

    /// <summary>Two halves through a ReLU, each: NaN becomes 0, as -0 does (<c>max.f16x2</c>).</summary>
    public static uint ReluHalves(uint pair) => Relu(pair & 0xFFFF) | Relu(pair >> 16) << 16;

    /// <summary>
    /// Four 8 x 8 matrices of 16 bits (or 8 x 4 of 32) out of shared memory. Item i gives the place of a row of 16 bytes: of matrix i / 8, row i % 8; its
    /// number of elements is a multiple of 4. It gets, of each matrix in turn, the 32 bits at number t of row g.
    /// </summary>
    /// <param name="shared">An array of shared memory.</param>
    /// <param name="row">The first element of this item's row.</param>
    /// <param name="line">The source line, which the C# compiler fills in: the race checker identifies calls by it.</param>
    public static Quad LoadMatrices(ArrayView<uint> shared, int row, [CallerLineNumber] int line = 0)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(shared.Pointer, row, Vec4.Width);
        Span<uint> own = [shared[row], shared[row + 1], shared[row + 2], shared[row + 3]], all = stackalloc uint[4 * Lanes];
        int lane = Exchange(own, all, line);
        return new Quad(all[lane], all[Lanes + lane], all[2 * Lanes + lane], all[3 * Lanes + lane]);
    }

    /// <summary>
    /// <c>sums [16, 8] + a [16, 16] b [16, 8]</c> of fp16 operands with float accumulators (m16n8k16). An item holds of a: (g; 2t, 2t+1), (g+8; 2t, 2t+1),
    /// (g; 2t+8, 2t+9), (g+8; 2t+8, 2t+9); of b: (2t, 2t+1; g) and (2t+8, 2t+9; g); of the sums: (g; 2t), (g; 2t+1), (g+8; 2t), (g+8; 2t+1).
    /// </summary>
    public static Vec4 MultiplyHalves(Quad a, uint b0, uint b1, Vec4 sums, [CallerLineNumber] int line = 0)
    {
        Span<uint> own = [a.X, a.Y, a.Z, a.W, b0, b1], all = stackalloc uint[6 * Lanes];
        int lane = Exchange(own, all, line), g = lane / 4, t = lane % 4;
        Span<float> sum = [0, 0, 0, 0];
        for (int part = 0; part < 4; part++)
        {
            int row = g * 4, column = 2 * t + part % 2;
            for (int k = 0; k < 16; k++)
            {
                uint left = all[6 * (row + k % 8 / 2) + part / 2 + k / 8 * 2], right = all[6 * (column * 4 + k % 8 / 2) + 4 + k / 8];
                sum[part] += HalfOf(left, k % 2) * HalfOf(right, k % 2);
            }
        }

        return sums + Vec4.Of(sum);
    }

    /// <summary>
    /// <c>sums [16, 8] + a [16, 8] b [8, 8]</c> of tf32 operands (<see cref="RoundToTf32"/>) with float accumulators (m16n8k8). An item holds of a: (g; t),
    /// (g+8; t), (g; t+4), (g+8; t+4); of b: (t; g) and (t+4; g); of the sums: (g; 2t), (g; 2t+1), (g+8; 2t), (g+8; 2t+1).
    /// </summary>
    public static Vec4 MultiplyTf32(Quad a, uint b0, uint b1, Vec4 sums, [CallerLineNumber] int line = 0)
    {
        Span<uint> own = [a.X, a.Y, a.Z, a.W, b0, b1], all = stackalloc uint[6 * Lanes];
        int lane = Exchange(own, all, line), g = lane / 4, t = lane % 4;
        Span<float> sum = [0, 0, 0, 0];
        for (int part = 0; part < 4; part++)
        {
            int row = g * 4, column = 2 * t + part % 2;
            for (int k = 0; k < 8; k++)
            {
                uint left = all[6 * (row + k % 4) + part / 2 + k / 4 * 2], right = all[6 * (column * 4 + k % 4) + 4 + k / 4];
                sum[part] += BitConverter.UInt32BitsToSingle(left) * BitConverter.UInt32BitsToSingle(right);
            }
        }

        return sums + Vec4.Of(sum);
    }

    private static uint Relu(uint half) => BitConverter.UInt16BitsToHalf((ushort)half) > Half.Zero ? half : 0;

    private static float HalfOf(uint pair, int which) => (float)BitConverter.UInt16BitsToHalf((ushort)(pair >> 16 * which));

    /// <summary>Gathers a value from every item of the warp, in order; returns this item's index in the warp.</summary>
    private static int Exchange(ReadOnlySpan<uint> own, Span<uint> all, int line)
    {
        KernelContext.Current.Exchange(own, all, line);
        return Warp.LaneIdx;
    }
}
