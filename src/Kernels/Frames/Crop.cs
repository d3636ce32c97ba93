using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>A part of an image.</summary>
/// <param name="Top">Rows above it.</param>
/// <param name="Left">Pixels before each of its rows.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Pixels in a row of it.</param>
internal readonly record struct Crop(int Top, int Left, int Height, int Width)
{
    internal bool HasSizeOf(Shape image) => (Height, Width) == (image.Height, image.Width);
}
