using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>
/// How <see cref="TensorConvolution"/> multiplies on tensor cores: what it makes of the inputs, and how its weights lie. A slab of 32 products is
/// 8 chunks of 16 bytes of a position's inputs, which are floats in memory always, and <see cref="Chunks"/> chunks of an output channel's weights.
/// One product of matrices takes two chunks of weights.
/// </summary>
internal interface ITensorFactors
{
    /// <summary>Chunks of 16 bytes of an output channel's weights in a slab.</summary>
    static abstract int Chunks { get; }

    /// <summary>This item's part of the inputs of 16 positions, rounded.</summary>
    /// <param name="x">[positions, 32], in the order of <see cref="Swizzle"/>.</param>
    /// <param name="position">The first position: a multiple of 16.</param>
    /// <param name="step">The number of the product of matrices in its slab.</param>
    /// <param name="relu">Whether the inputs go through a ReLU first.</param>
    static abstract Quad LoadInputs(ArrayView<uint> x, int position, int step, bool relu);

    /// <summary>The product of inputs and weights, added to <paramref name="sums"/>: see <see cref="TensorCore"/>.</summary>
    static abstract Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums);
}

/// <summary>Floats rounded to 10 bits behind the point: 8 products at a time. The weights were rounded when they were packed.</summary>
internal readonly struct Tf32Factors : ITensorFactors
{
    /// <inheritdoc/>
    public static int Chunks => Swizzle.InputChunks;

    /// <inheritdoc/>
    public static Quad LoadInputs(ArrayView<uint> x, int position, int step, bool relu)
    {
        // The four matrices: 8 positions and the 8 after them, of one chunk and then of the next.
        int lane = Warp.LaneIdx;
        Quad raw = TensorCore.LoadMatrices(x, Swizzle.Place(position + lane % 16, 2 * step + lane / 16, Swizzle.InputChunks));
        return new Quad(Round(raw.X, relu), Round(raw.Y, relu), Round(raw.Z, relu), Round(raw.W, relu));
    }

    /// <inheritdoc/>
    public static Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums) => TensorCore.MultiplyTf32(inputs, weight0, weight1, sums);

    private static uint Round(uint bits, bool relu)
    {
        float value = BitConverter.UInt32BitsToSingle(bits);
        return TensorCore.RoundToTf32(relu ? MathF.Max(value, 0) : value);
    }
}

/// <summary>Halves: 16 products at a time. The weights were rounded and ordered when they were packed: see <see cref="TensorPanels"/>.</summary>
internal readonly struct HalfFactors : ITensorFactors
{
    /// <inheritdoc/>
    public static int Chunks => Swizzle.InputChunks / 2;

    /// <inheritdoc/>
    public static Quad LoadInputs(ArrayView<uint> x, int position, int step, bool relu)
    {
        // The four matrices: the same 8 positions, of four chunks. So an item has number t of each chunk, where the product of halves wants 2t, 2t + 1,
        // 2t + 8 and 2t + 9 of 16: any order will do, if the weights have it too.
        int lane = Warp.LaneIdx, row = position + lane % 8, chunk = 4 * step + lane / 8;
        Quad upper = TensorCore.LoadMatrices(x, Swizzle.Place(row, chunk, Swizzle.InputChunks));
        Quad lower = TensorCore.LoadMatrices(x, Swizzle.Place(row + 8, chunk, Swizzle.InputChunks));
        return new Quad(
            Pack(upper.X, upper.Y, relu), Pack(lower.X, lower.Y, relu), Pack(upper.Z, upper.W, relu), Pack(lower.Z, lower.W, relu));
    }

    /// <inheritdoc/>
    public static Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums) => TensorCore.MultiplyHalves(inputs, weight0, weight1, sums);

    private static uint Pack(uint low, uint high, bool relu)
    {
        float first = BitConverter.UInt32BitsToSingle(low), second = BitConverter.UInt32BitsToSingle(high);
        return TensorCore.PackHalves(relu ? MathF.Max(first, 0) : first, relu ? MathF.Max(second, 0) : second);
    }
}
