using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A convolution without its weights.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Size">The kernel's rows and columns; the border of zeros around the inputs is half of it.</param>
/// <param name="Stride">The distance of two output positions in the input.</param>
/// <param name="InChannels">Channels of all inputs.</param>
/// <param name="SecondInput">Those of them that come from a second input.</param>
/// <param name="OutChannels">Channels of the output.</param>
internal sealed record ConvolutionSpec(string Name, int Size, int Stride, int InChannels, int SecondInput, int OutChannels)
{
    /// <summary>The border of zeros around the inputs.</summary>
    public int Padding => Size / 2;

    /// <summary>The products in each sum.</summary>
    public int Depth => Size * Size * InChannels;

    /// <summary>The output of an input.</summary>
    public Shape OutputOf(Shape x) => new(x.Objects, Extent(x.Height), Extent(x.Width), OutChannels);

    private int Extent(int extent) => (extent + 2 * Padding - Size) / Stride + 1;
}
