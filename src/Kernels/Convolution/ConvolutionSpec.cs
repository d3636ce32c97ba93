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

    /// <summary>The rows at a cut edge of the input's rows that make the output wrong there: of the output, where <paramref name="halo"/> rows of
    /// the input are wrong. The sums of a <see cref="Winograd"/> tile read all rows of the tile.</summary>
    public int HaloOf(int halo) => Stride == 1 && Size > 1
        ? Integers.DivideUp(halo + Padding, Winograd.Outputs) * Winograd.Outputs
        : Integers.DivideUp(halo + Padding, Stride);

    private int Extent(int extent) => (extent + 2 * Padding - Size) / Stride + 1;
}
