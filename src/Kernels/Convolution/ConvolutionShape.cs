namespace LiVOS.Kernels;

/// <summary>The extents of a convolution over one or two inputs whose channels are taken as concatenated.</summary>
/// <param name="InHeight">Rows of the inputs.</param>
/// <param name="InWidth">Positions in a row of the inputs.</param>
/// <param name="ChannelsA">Channels of the first input.</param>
/// <param name="ChannelsB">Channels of the second input; 0 if there is none.</param>
/// <param name="Size">The kernel's rows and columns.</param>
/// <param name="Stride">The distance of two output positions in the input.</param>
/// <param name="Padding">The border of zeros around the inputs.</param>
/// <param name="OutHeight">Rows of the output.</param>
/// <param name="OutWidth">Positions in a row of the output.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="OutRows">Positions of the output, of all objects.</param>
/// <param name="ReluInput">Whether the inputs pass through a ReLU first.</param>
public readonly record struct ConvolutionShape(
    int InHeight, int InWidth, int ChannelsA, int ChannelsB, int Size, int Stride, int Padding,
    int OutHeight, int OutWidth, int OutChannels, int OutRows, Flag ReluInput)
{
    /// <summary>The products in each sum.</summary>
    public int Depth => Size * Size * (ChannelsA + ChannelsB);

    /// <summary>Whether an output position's inputs are one input position's channels as they stand in memory.</summary>
    public bool IsMatrixProduct => Size == 1 && Stride == 1 && Padding == 0 && ChannelsB == 0 && !ReluInput;

    /// <summary>The multiply-adds of all sums, counted 2 each.</summary>
    public long Operations => 2L * OutRows * OutChannels * Depth;
}
