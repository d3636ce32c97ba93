namespace LiVOS.Kernels;

/// <summary>
/// The operands of <see cref="TensorConvolution"/> on tensor cores: the conversion of inputs, and the layout of weights. A K-tile of 32
/// products is 8 chunks of 16 bytes of a position's inputs, which are floats in memory always, and <see cref="Chunks"/> chunks of an
/// output channel's weights. One product of matrices takes two chunks of weights.
/// </summary>
internal interface ITensorOperands
{
    /// <summary>Chunks of 16 bytes of an output channel's weights in a K-tile.</summary>
    static abstract int Chunks { get; }

    /// <summary>The position, of 16, whose row of inputs this item shows the warp.</summary>
    static abstract int InputRow(int lane);

    /// <summary>The chunk of that row which it shows for the first product of matrices in a K-tile.</summary>
    static abstract int InputChunk(int lane);

    /// <summary>This item's part of the inputs of 16 positions, rounded.</summary>
    /// <param name="x">[positions, 32], in the order of <see cref="Swizzle"/>.</param>
    /// <param name="place">The first element of the chunk that it shows.</param>
    /// <param name="relu">Whether they go through a ReLU first, a constant. Numbers below zero are, by their bits, ints below zero.</param>
    static abstract Quad LoadInputs(ArrayView<uint> x, int place, bool relu);

    /// <summary>The product of inputs and weights, added to <paramref name="sums"/>: see <see cref="TensorCore"/>.</summary>
    static abstract Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums);
}

/// <summary>Floats of 10 mantissa bits: 8 products at a time. The weights were rounded when they were packed.</summary>
/// <remarks>The four matrices of a load: 8 positions and the 8 after them, of one chunk and then of the next.</remarks>
internal readonly struct Tf32Operands : ITensorOperands
{
    /// <inheritdoc/>
    public static int Chunks => Swizzle.InputChunks;

    /// <inheritdoc/>
    public static int InputRow(int lane) => lane % 16;

    /// <inheritdoc/>
    public static int InputChunk(int lane) => lane / 16;

    /// <inheritdoc/>
    public static Quad LoadInputs(ArrayView<uint> x, int place, bool relu)
    {
        Quad raw = TensorCore.LoadMatrices(x, place);
        return new Quad(Round(raw.X, relu), Round(raw.Y, relu), Round(raw.Z, relu), Round(raw.W, relu));
    }

    /// <inheritdoc/>
    public static Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums) => TensorCore.MultiplyTf32(inputs, weight0, weight1, sums);

    private static uint Round(uint bits, bool relu) => TensorCore.RoundToTf32(BitConverter.Int32BitsToSingle(relu ? Math.Max((int)bits, 0) : (int)bits));
}

/// <summary>Fp16: 16 products at a time. The weights were rounded and ordered when they were packed: see <see cref="TensorPanels"/>.</summary>
/// <remarks>The four matrices of a load: the same 8 positions, of four chunks. So an item has number t of each chunk, where the product of fp16 wants
/// 2t, 2t + 1, 2t + 8 and 2t + 9 of 16: any order will do, if the weights have it too.</remarks>
internal readonly struct Fp16Operands : ITensorOperands
{
    /// <inheritdoc/>
    public static int Chunks => Swizzle.InputChunks / 2;

    /// <inheritdoc/>
    public static int InputRow(int lane) => lane % 8;

    /// <inheritdoc/>
    public static int InputChunk(int lane) => lane / 8;

    /// <inheritdoc/>
    public static Quad LoadInputs(ArrayView<uint> x, int place, bool relu)
    {
        Quad upper = TensorCore.LoadMatrices(x, place), lower = TensorCore.LoadMatrices(x, place + 8 * KTile.Length);
        return new Quad(
            Pack(upper.X, upper.Y, relu), Pack(lower.X, lower.Y, relu), Pack(upper.Z, upper.W, relu), Pack(lower.Z, lower.W, relu));
    }

    /// <inheritdoc/>
    public static Vec4 Multiply(Quad inputs, uint weight0, uint weight1, Vec4 sums) => TensorCore.MultiplyHalves(inputs, weight0, weight1, sums);

    private static uint Pack(uint low, uint high, bool relu) => TensorCore.PackHalves(
        BitConverter.Int32BitsToSingle(relu ? Math.Max((int)low, 0) : (int)low),
        BitConverter.Int32BitsToSingle(relu ? Math.Max((int)high, 0) : (int)high));
}
