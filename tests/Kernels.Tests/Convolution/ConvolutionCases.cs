using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>The sizes of a convolution under test. Its padding keeps the size of the input at stride 1.</summary>
/// <param name="Shared">Whether the residual is shared by all objects.</param>
/// <param name="BlockRows">Positions of a group of <see cref="Im2colConvolution"/>.</param>
/// <param name="RowsFirst">Whether that group goes through its positions first.</param>
/// <param name="Streams">Whether it stores past the caches.</param>
/// <param name="Large">Whether emulated GPUs take too long for it.</param>
public sealed record ConvolutionCase(
    int Objects, int Height, int Width, int ChannelsA, int ChannelsB, int OutChannels, int Size, int Stride,
    bool ReluInput = false, Activation Activation = Activation.None, Residual Residual = Residual.None, bool Shared = false,
    int BlockRows = 16, bool RowsFirst = false, bool Streams = false, bool Large = false)
{
    public int Padding => Size / 2;

    public Shape OutShape => new(Objects, OutExtent(Height), OutExtent(Width), OutChannels);

    public ConvolutionShape Shape => new(
        Height, Width, ChannelsA, ChannelsB, Size, Stride, Padding, OutExtent(Height), OutExtent(Width), OutChannels, OutShape.Rows, ReluInput);

    public Epilogue Epilogue => new(Activation, Residual, Shared);

    private int OutExtent(int extent) => (extent + 2 * Padding - Size) / Stride + 1;
}

/// <summary>The cases of convolutions of any size and stride, for every implementation of them.</summary>
public static class ConvolutionCases
{
    public static ConvolutionCase[] All { get; } =
    [
        new(1, 1, 1, 1, 0, 1, 1, 1),
        new(1, 1, 1, 3, 0, 5, 3, 1),
        new(1, 1, 1, 3, 0, 5, 3, 2),
        new(1, 1, 1, 16, 0, 32, 7, 2, Large: true),
        new(1, 4, 4, 32, 0, 48, 1, 1, Streams: true, Large: true),
        new(1, 8, 8, 16, 0, 64, 1, 1),
        new(1, 9, 9, 8, 0, 1, 1, 1),
        new(3, 5, 7, 33, 0, 17, 1, 1, BlockRows: 8, Large: true),
        new(2, 5, 7, 33, 0, 65, 1, 1, Streams: true),
        new(1, 5, 7, 33, 0, 81, 1, 1, BlockRows: 24, RowsFirst: true, Large: true),
        new(2, 7, 6, 32, 0, 36, 3, 2),
        new(2, 7, 6, 32, 0, 64, 3, 2, RowsFirst: true, Streams: true, Large: true),
        new(2, 1, 19, 8, 0, 16, 3, 1),
        new(2, 1, 19, 16, 0, 16, 3, 1, Large: true),
        new(2, 19, 1, 8, 0, 15, 3, 2),
        new(2, 19, 1, 16, 0, 16, 3, 2, Large: true),
        new(1, 13, 10, 5, 0, 24, 7, 2, Activation: Activation.Relu),
        new(1, 5, 6, 1, 0, 5, 15, 1), // the widest window of the GPUs' schedule
        new(2, 6, 6, 20, 2, 40, 1, 1, Activation: Activation.Sigmoid),
        new(2, 6, 6, 20, 4, 40, 3, 1, Activation: Activation.Sigmoid, Large: true),
        new(2, 7, 5, 12, 4, 33, 3, 1, ReluInput: true),
        new(2, 7, 5, 17, 3, 33, 3, 2, ReluInput: true, Large: true),
        new(1, 8, 6, 16, 0, 31, 1, 2),
        new(2, 8, 6, 16, 0, 31, 1, 2, Large: true),
        new(2, 8, 6, 16, 0, 16, 1, 1, ReluInput: true, Residual: Residual.BeforeActivation, Activation: Activation.Relu),
        new(3, 4, 6, 32, 0, 64, 1, 1, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true, Large: true),
        new(3, 4, 6, 32, 0, 66, 1, 1, Residual: Residual.AfterActivation, Activation: Activation.Gelu, Shared: true),
    ];
}
