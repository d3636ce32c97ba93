using System.Runtime.CompilerServices;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>From probabilities to the index mask: the padding is cropped off, and the most probable plane wins (SPEC 1, 6).</summary>
public static class Labels
{
    /// <summary><c>labels = argmax over the planes</c> inside the crop; the first wins a tie. One item is a row of the labels.</summary>
    /// <param name="row">The labels' row.</param>
    /// <param name="planes">[count, paddedHeight, paddedWidth]</param>
    /// <param name="labels">[cropHeight, cropWidth]</param>
    /// <param name="count">The number of planes.</param>
    /// <param name="cropWidth">Pixels in a row of the labels.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the crop.</param>
    /// <param name="left">Padded pixels before each row.</param>
    [Kernel]
    public static void Argmax(
        Index1D row, ArrayView<float> planes, ArrayView<int> labels,
        int count, int cropWidth, int paddedHeight, int paddedWidth, int top, int left)
    {
        int positions = paddedHeight * paddedWidth;
        for (int x = 0; x < cropWidth; x++)
        {
            int at = (top + row) * paddedWidth + left + x;
            int label = 0;
            float largest = planes[at];
            for (int plane = 1; plane < count; plane++)
            {
                float p = planes[plane * positions + at];
                label = p > largest ? plane : label;
                largest = p > largest ? p : largest;
            }

            labels[row * cropWidth + x] = label;
        }
    }

    /// <summary><c>labels = argmax over the planes of (bilinear resampling of the crop)</c>: half-pixel centres, clamped to the crop's
    /// edge, no antialiasing; the first wins a tie (SPEC 6). One item is a row of the labels.</summary>
    /// <param name="row">The labels' row.</param>
    /// <param name="planes">[count, paddedHeight, paddedWidth]</param>
    /// <param name="labels">[outHeight, outWidth]</param>
    /// <param name="count">The number of planes.</param>
    /// <param name="cropHeight">Rows of the crop.</param>
    /// <param name="cropWidth">Pixels in a row of the crop.</param>
    /// <param name="outHeight">Rows of the labels.</param>
    /// <param name="outWidth">Pixels in a row of the labels.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the crop.</param>
    /// <param name="left">Padded pixels before each row.</param>
    [Kernel]
    public static void ResampleArgmax(
        Index1D row, ArrayView<float> planes, ArrayView<int> labels,
        int count, int cropHeight, int cropWidth, int outHeight, int outWidth, int paddedHeight, int paddedWidth, int top, int left)
    {
        int positions = paddedHeight * paddedWidth;
        float scaleX = (float)cropWidth / outWidth;
        float sourceY = Source(row, (float)cropHeight / outHeight);
        int y0 = Clamp((int)sourceY, cropHeight), y1 = Clamp(y0 + 1, cropHeight);
        float down = sourceY - y0;
        int upper = (top + y0) * paddedWidth + left, lower = (top + y1) * paddedWidth + left;

        for (int x = 0; x < outWidth; x++)
        {
            float sourceX = Source(x, scaleX);
            int x0 = Clamp((int)sourceX, cropWidth), x1 = Clamp(x0 + 1, cropWidth);
            float across = sourceX - x0;
            float upperLeft = (1 - down) * (1 - across), upperRight = (1 - down) * across;
            float lowerLeft = down * (1 - across), lowerRight = down * across;
            int label = 0;
            float largest = float.MinValue;
            for (int plane = 0; plane < count; plane++)
            {
                int above = plane * positions + upper, below = plane * positions + lower;
                float p = upperLeft * planes[above + x0] + upperRight * planes[above + x1]
                    + lowerLeft * planes[below + x0] + lowerRight * planes[below + x1];
                label = p > largest ? plane : label;
                largest = p > largest ? p : largest;
            }

            labels[row * outWidth + x] = label;
        }
    }

    /// <summary>Where the centre of output pixel <paramref name="index"/> lies among the source's pixels; not before the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Source(int index, float scale) => MathF.Max((index + 0.5f) * scale - 0.5f, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Clamp(int index, int size) => index < size ? index : size - 1;
}
