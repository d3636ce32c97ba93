namespace LiVOS.Kernels;

/// <summary>
/// <see cref="TensorConvolution"/> of inputs and weights that memory holds as halves: they go from there through shared memory into the products as they
/// are, by copies and <c>ldmatrix</c> alone. Sums are floats; outputs and residuals are halves or floats. Both inputs' channels are multiples of 8.
/// ILGPU's build has none of it (docs/ilgpu.md).
/// </summary>
internal static class Fp16Convolution
{
    /// <summary><see cref="TensorConvolution.ConvolveTf32Large"/> of halves, by tiles of <see cref="BlockTile.Large"/>.</summary>
    /// <inheritdoc cref="TensorConvolution.ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Large<TY>(
        ArrayView<Half> a, [Optional] ArrayView<Half> b, ArrayView<Half> weight, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue)
        where TY : unmanaged =>
        TensorConvolution.Convolve<Fp16Operands, Half, TY>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 128, columns: 64, items: 128);

    /// <summary><see cref="TensorConvolution.ConvolveTf32Large"/> of halves, by tiles of <see cref="BlockTile.Wide"/>.</summary>
    /// <inheritdoc cref="TensorConvolution.ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Wide<TY>(
        ArrayView<Half> a, [Optional] ArrayView<Half> b, ArrayView<Half> weight, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue)
        where TY : unmanaged =>
        TensorConvolution.Convolve<Fp16Operands, Half, TY>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 128, columns: 128, items: 128);

    /// <summary><see cref="TensorConvolution.ConvolveTf32Large"/> of halves, by tiles of <see cref="BlockTile.Medium"/>.</summary>
    /// <inheritdoc cref="TensorConvolution.ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Medium<TY>(
        ArrayView<Half> a, [Optional] ArrayView<Half> b, ArrayView<Half> weight, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue)
        where TY : unmanaged =>
        TensorConvolution.Convolve<Fp16Operands, Half, TY>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 64, items: 128);

    /// <summary><see cref="TensorConvolution.ConvolveTf32Large"/> of halves, by tiles of <see cref="BlockTile.Small"/>.</summary>
    /// <inheritdoc cref="TensorConvolution.ConvolveTf32Large"/>
    [Kernel]
    public static void ConvolveFp16Small<TY>(
        ArrayView<Half> a, [Optional] ArrayView<Half> b, ArrayView<Half> weight, ArrayView<float> bias,
        [Optional] ArrayView<TY> residual, ArrayView<TY> y,
        ConvolutionShape shape, int kTiles, Epilogue epilogue)
        where TY : unmanaged =>
        TensorConvolution.Convolve<Fp16Operands, Half, TY>(a, b, weight, bias, residual, y, shape, kTiles, epilogue, rows: 64, columns: 32, items: 64);
}
