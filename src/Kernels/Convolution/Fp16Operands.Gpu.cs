namespace LiVOS.Kernels;

/// <summary>Halves: 16 products at a time.</summary>
internal readonly struct Fp16Operands : ITensorOperands
{
    /// <inheritdoc/>
    public static int ChunkLength => 8;

    /// <inheritdoc/>
    public static Quad LoadInputs(ArrayView<uint> x, int place, bool relu)
    {
        Quad inputs = TensorCore.LoadMatrices(x, place);
        if (!relu) return inputs;
        return new Quad(
            TensorCore.ReluHalves(inputs.X), TensorCore.ReluHalves(inputs.Y), TensorCore.ReluHalves(inputs.Z), TensorCore.ReluHalves(inputs.W));
    }

    /// <inheritdoc/>
    public static Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums) => TensorCore.MultiplyHalves(inputs, weight0, weight1, sums);
}
