using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>An item's part of the sums that its warp computes: of 32 or 64 positions, 16 at a time, and 32 or 64 output channels.</summary>
/// <param name="L0">Of the first 16 positions and 32 channels.</param>
/// <param name="L1">Of the next 16 positions.</param>
/// <param name="L2">Of the next 16, in tall tiles.</param>
/// <param name="L3">Of the last 16, in tall tiles.</param>
/// <param name="R0">Of the last 32 channels, in wide tiles, and the first 16 positions.</param>
/// <param name="R1">Of the next 16 positions.</param>
/// <param name="R2">Of the next 16, in tall tiles.</param>
/// <param name="R3">Of the last 16, in tall tiles.</param>
internal readonly record struct WarpSums(
    TensorAccumulators L0, TensorAccumulators L1, TensorAccumulators L2, TensorAccumulators L3,
    TensorAccumulators R0, TensorAccumulators R1, TensorAccumulators R2, TensorAccumulators R3)
{
    /// <summary>No products yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WarpSums Zero()
    {
        Vec4 zero = Vec4.Splat(0);
        var none = new TensorAccumulators(zero, zero, zero, zero);
        return new(none, none, none, none, none, none, none, none);
    }

    /// <summary>These and the products of one step.</summary>
    /// <param name="bits">Shared memory.</param>
    /// <param name="inputs">The first row of inputs that this item shows.</param>
    /// <param name="step">Where this step's chunk lies in it.</param>
    /// <param name="memory">Shared memory.</param>
    /// <param name="weights">The weights that this item takes.</param>
    /// <param name="relu">Whether the inputs go through a ReLU first; a constant, as the next two.</param>
    /// <param name="tall">Whether there are 64 positions.</param>
    /// <param name="wide">Whether there are 64 channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WarpSums Add<TOperands>(
        ArrayView<uint> bits, int inputs, int step, ArrayView<float> memory, int weights, bool relu, bool tall, bool wide)
        where TOperands : struct, ITensorOperands
    {
        const int next = 16 * KTile.Pitch; // 16 positions further
        ArrayView<uint> x = bits.SubView(inputs);
        TensorAccumulators l0 = L0, l1 = L1, l2 = L2, l3 = L3, r0 = R0, r1 = R1, r2 = R2, r3 = R3;
        Quad w0 = WeightsAt(memory, weights), w1 = WeightsAt(memory, weights + WeightWords.Side), w2 = w0, w3 = w1;
        if (wide)
        {
            w2 = WeightsAt(memory, weights + WeightWords.Half);
            w3 = WeightsAt(memory, weights + WeightWords.Half + WeightWords.Side);
        }

        Quad part = TOperands.LoadInputs(x, step, relu);
        l0 = l0.Add<TOperands>(part, w0, w1);
        if (wide) r0 = r0.Add<TOperands>(part, w2, w3);
        part = TOperands.LoadInputs(x, step + next, relu);
        l1 = l1.Add<TOperands>(part, w0, w1);
        if (wide) r1 = r1.Add<TOperands>(part, w2, w3);
        if (tall)
        {
            part = TOperands.LoadInputs(x, step + 2 * next, relu);
            l2 = l2.Add<TOperands>(part, w0, w1);
            if (wide) r2 = r2.Add<TOperands>(part, w2, w3);
            part = TOperands.LoadInputs(x, step + 3 * next, relu);
            l3 = l3.Add<TOperands>(part, w0, w1);
            if (wide) r3 = r3.Add<TOperands>(part, w2, w3);
        }

        return new(l0, l1, l2, l3, r0, r1, r2, r3);
    }

    /// <summary>The sums of 16 positions and 32 channels: a loop over them keeps a kernel short.</summary>
    /// <param name="i">Which positions.</param>
    /// <param name="right">Whether the last channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TensorAccumulators At(int i, bool right)
    {
        TensorAccumulators left = i == 0 ? L0 : i == 1 ? L1 : i == 2 ? L2 : L3, other = i == 0 ? R0 : i == 1 ? R1 : i == 2 ? R2 : R3;
        return right ? other : left;
    }

    /// <summary>An item's part of the weights of 16 channels, bit for bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quad WeightsAt(ArrayView<float> memory, int place)
    {
        Vec4 part = Vec4.LoadAligned(memory.SubView(place), 0);
        return new Quad(
            (uint)BitConverter.SingleToInt32Bits(part.X), (uint)BitConverter.SingleToInt32Bits(part.Y), (uint)BitConverter.SingleToInt32Bits(part.Z),
            (uint)BitConverter.SingleToInt32Bits(part.W));
    }
}
