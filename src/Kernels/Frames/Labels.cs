using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>From probabilities to labels: the padding is cropped off, and each pixel takes the number of the most probable plane
/// (docs/network.md#one-step, #evaluation-protocol). Label 0 is the background; there are at most 256 planes.</summary>
internal static class Labels
{
    /// <summary><c>labels = argmax over the planes</c> inside the crop; the first wins a tie. One item is a run of a row.</summary>
    /// <param name="item">The run, of all rows of the labels.</param>
    /// <param name="planes">[count, paddedHeight, paddedWidth]</param>
    /// <param name="labels">[cropHeight, cropWidth]</param>
    /// <param name="count">The number of planes.</param>
    /// <param name="cropWidth">Pixels in a row of the labels.</param>
    /// <param name="paddedHeight">Rows of a plane.</param>
    /// <param name="paddedWidth">Pixels in a row of a plane.</param>
    /// <param name="top">Padded rows above the crop.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void Argmax(
        Index1D item, ArrayView<float> planes, ArrayView<byte> labels,
        int count, int cropWidth, int paddedHeight, int paddedWidth, int top, int left, int run)
    {
        RowRun pixels = RowRun.Of(item, cropWidth, run);
        int positions = paddedHeight * paddedWidth, from = (top + pixels.Row) * paddedWidth + left, to = pixels.Row * cropWidth;
        for (int x = pixels.From; x < pixels.To; x++) labels[to + x] = (byte)Largest(planes, count, positions, from + x);
    }

    /// <summary><c>labels = argmax over the planes of (bilinear resampling of the crop)</c>: half-pixel centres, clamped to the crop's edge, no
    /// antialiasing; the first wins a tie (docs/network.md#evaluation-protocol). One item is a run of a row.</summary>
    /// <param name="item">The run, of all rows of the labels.</param>
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
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void ResampleArgmax(
        Index1D item, ArrayView<float> planes, ArrayView<byte> labels,
        int count, int cropHeight, int cropWidth, int outHeight, int outWidth, int paddedHeight, int paddedWidth, int top, int left, int run)
    {
        RowRun pixels = RowRun.Of(item, outWidth, run);
        int positions = paddedHeight * paddedWidth, start = top * paddedWidth + left, to = pixels.Row * outWidth;
        float scaleX = (float)cropWidth / outWidth;
        Between down = Between.Of(pixels.Row, (float)cropHeight / outHeight, cropHeight);
        int upper = start + down.First * paddedWidth, lower = start + down.Second * paddedWidth;
        for (int x = pixels.From; x < pixels.To; x++)
            labels[to + x] = (byte)LargestBetween(planes, count, positions, upper, lower, down.Share, Between.Of(x, scaleX, cropWidth));
    }

    /// <summary>The plane that is largest at position <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Largest(ArrayView<float> planes, int count, int positions, int at)
    {
        int label = 0;
        float largest = planes[at];
        for (int plane = 1; plane < count; plane++)
        {
            float p = planes[plane * positions + at];
            label = p > largest ? plane : label;
            largest = p > largest ? p : largest;
        }

        return label;
    }

    /// <summary>The plane that is largest between two rows, which begin at <paramref name="upper"/> and <paramref name="lower"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LargestBetween(ArrayView<float> planes, int count, int positions, int upper, int lower, float down, Between across)
    {
        float upperLeft = (1 - down) * (1 - across.Share), upperRight = (1 - down) * across.Share;
        float lowerLeft = down * (1 - across.Share), lowerRight = down * across.Share;
        int label = 0;
        float largest = float.MinValue;
        for (int plane = 0; plane < count; plane++)
        {
            int above = plane * positions + upper, below = plane * positions + lower;
            float p = upperLeft * planes[above + across.First] + upperRight * planes[above + across.Second]
                + lowerLeft * planes[below + across.First] + lowerRight * planes[below + across.Second];
            label = p > largest ? plane : label;
            largest = p > largest ? p : largest;
        }

        return label;
    }

    /// <summary>The two pixels of an axis between which the centre of an output's pixel lies.</summary>
    /// <param name="First">The pixel before it.</param>
    /// <param name="Second">The pixel after it; at the edge the same.</param>
    /// <param name="Share">The share of the second.</param>
    private readonly record struct Between(int First, int Second, float Share)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Between Of(int index, float scale, int size)
        {
            float source = MathF.Max((index + 0.5f) * scale - 0.5f, 0);
            int first = Clamp((int)source, size);
            return new Between(first, Clamp(first + 1, size), source - first);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Clamp(int index, int size) => index < size ? index : size - 1;
    }
}
