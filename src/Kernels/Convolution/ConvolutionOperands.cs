using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>The tensors of one convolution in a plan, and its epilogue.</summary>
/// <param name="X">[N, height, width, channels]</param>
/// <param name="Second">[N, height, width, channels of the second input]; null where there is none.</param>
/// <param name="Residual">[N or 1, outHeight, outWidth, outChannels]; null where none is added.</param>
/// <param name="Y">[N, outHeight, outWidth, outChannels]</param>
/// <param name="Epilogue">The bias, residual and activation.</param>
/// <param name="ReluInput">Whether the inputs go through a ReLU first.</param>
internal readonly record struct ConvolutionOperands(
    Tensor<float> X, Tensor<float>? Second, Tensor<float>? Residual, Tensor<float> Y, Epilogue Epilogue, bool ReluInput)
{
    /// <summary>Channels of the second input.</summary>
    public int ChannelsB => Second?.Shape.Channels ?? 0;

    /// <summary>The extents as kernels take them.</summary>
    public ConvolutionShape ShapeOf(ConvolutionSpec spec) => new(
        X.Shape.Height, X.Shape.Width, X.Shape.Channels, ChannelsB, spec.Size, spec.Stride, spec.Padding, Y.Shape.Height, Y.Shape.Width,
        Y.Shape.Channels, Y.Shape.Rows, ReluInput);
}
