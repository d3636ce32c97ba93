using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Language;

/// <summary>
/// Small matrix products that a warp of 32 items computes together, each item holding a part of every matrix (NVIDIA's <c>mma.sync</c> and
/// <c>ldmatrix</c>, sm_80 and newer). Every item of the warp must call. Below, item i of a warp has the row g = i / 4 and the column t = i % 4.
/// </summary>
public static unsafe class TensorCore
{
    private const int Lanes = 32;

    /// <summary>Two numbers rounded to halves (to nearest, halves to even; beyond their range: infinite), <paramref name="low"/> in the low bits.</summary>
    public static uint PackHalves(float low, float high) =>
        BitConverter.HalfToUInt16Bits((Half)low) | (uint)BitConverter.HalfToUInt16Bits((Half)high) << 16;

    /// <summary>The bits of a number rounded to 10 bits behind the point, halves away from zero (<c>cvt.rna.tf32</c>): what
    /// <see cref="MultiplyTf32"/> takes.</summary>
    public static uint RoundToTf32(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsFinite(value) ? (bits + 0x1000) & ~0x1FFFu : bits;
    }

    /// <summary>
    /// Four 8 x 8 matrices of 16 bits (or 8 x 4 of 32) out of shared memory. Item i gives the place of a row of 16 bytes: of matrix i / 8, row i % 8; its
    /// number of elements is a multiple of 4. It gets, of each matrix in turn, the 32 bits at number t of row g.
    /// </summary>
    /// <param name="shared">An array of shared memory.</param>
    /// <param name="row">The first element of this item's row.</param>
    /// <param name="line">The source line, which the C# compiler fills in: by it the checking executor tells calls apart.</param>
    public static Quad LoadMatrices(ArrayView<uint> shared, int row, [CallerLineNumber] int line = 0)
    {
        if (KernelChecks.Enabled) KernelChecks.RequireAligned(shared.Pointer, row, Vec4.Width);
        Span<uint> own = [shared[row], shared[row + 1], shared[row + 2], shared[row + 3]], all = stackalloc uint[4 * Lanes];
        int lane = Exchange(own, all, line);
        return new Quad(all[lane], all[Lanes + lane], all[2 * Lanes + lane], all[3 * Lanes + lane]);
    }

    /// <summary>
    /// <c>sums [16, 8] + a [16, 16] b [16, 8]</c> of halves, summed as floats (m16n8k16). An item holds of a: (g; 2t, 2t+1), (g+8; 2t, 2t+1),
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
    /// <c>sums [16, 8] + a [16, 8] b [8, 8]</c> of numbers of <see cref="RoundToTf32"/>, summed as floats (m16n8k8). An item holds of a: (g; t),
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

    private static float HalfOf(uint pair, int which) => (float)BitConverter.UInt16BitsToHalf((ushort)(pair >> 16 * which));

    /// <summary>Gathers what every item of the warp gives, item after item; gives this item's number in the warp.</summary>
    private static int Exchange(ReadOnlySpan<uint> own, Span<uint> all, int line)
    {
        KernelContext.Current.Exchange(own, all, line);
        return Warp.LaneIdx;
    }
}
