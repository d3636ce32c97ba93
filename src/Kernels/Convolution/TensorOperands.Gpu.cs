namespace LiVOS.Kernels;

/// <summary>The operands of <see cref="TensorConvolution"/> on tensor cores. One product of matrices takes two chunks of a K-tile's rows.</summary>
internal interface ITensorOperands
{
    /// <summary>Products in a chunk of 16 bytes.</summary>
    static abstract int ChunkLength { get; }

    /// <summary>This item's part of the inputs of 16 positions, rounded.</summary>
    /// <param name="x">[positions, K-tile], in the order of <see cref="Swizzle"/>.</param>
    /// <param name="place">The first element of the chunk that it shows.</param>
    /// <param name="relu">Whether they go through a ReLU first, a constant. Numbers below zero are, by their bits, ints below zero.</param>
    static abstract Quad LoadInputs(ArrayView<uint> x, int place, bool relu);

    /// <summary>The product of inputs and weights, added to <paramref name="sums"/>: see <see cref="TensorCore"/>.</summary>
    static abstract Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums);
}

/// <summary>Floats of 10 mantissa bits: 8 products at a time. The weights were rounded when they were packed.</summary>
internal readonly struct Tf32Operands : ITensorOperands
{
    /// <inheritdoc/>
    public static int ChunkLength => 4;

    /// <inheritdoc/>
    public static Quad LoadInputs(ArrayView<uint> x, int place, bool relu)
    {
        Quad raw = TensorCore.LoadMatrices(x, place);
        return new Quad(Round(raw.X, relu), Round(raw.Y, relu), Round(raw.Z, relu), Round(raw.W, relu));
    }

    /// <inheritdoc/>
    public static Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums) => TensorCore.MultiplyTf32(inputs, weight0, weight1, sums);

    /// <summary><see cref="TensorCore.RoundToTf32"/> in integers, which is one instruction: tensor cores leave the lowest bits out themselves. Of numbers that
    /// are none some become 0, as by the ReLU.</summary>
    private static uint Round(uint bits, bool relu)
    {
        int rounded = (int)bits + 0x1000;
        return (uint)(relu ? Math.Max(rounded, 0) : rounded) & 0xFFFF_E000;
    }
}
