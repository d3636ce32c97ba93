namespace LiVOS.Kernels;

/// <summary>Frames of bytes become floats in [0, 1] of the network's size: bilinear with antialiasing
/// (docs/network.md#evaluation-protocol), along rows first, then down.
/// <see cref="ResizeTaps"/> makes the tables.</summary>
internal static class FrameResizing
{
    private const float Levels = 255;

    /// <summary><c>y[i, x] = sum over t of weights[x, t] frame[i, starts[x] + t]</c>. One item is a run of a row.</summary>
    /// <param name="item">The run, of all rows.</param>
    /// <param name="frame">[1, height, sourceWidth, 3]</param>
    /// <param name="starts">[width]</param>
    /// <param name="weights">[width, taps]</param>
    /// <param name="y">[1, height, width, 3], from 0 to 255</param>
    /// <param name="sourceWidth">Pixels in a row of the frame.</param>
    /// <param name="width">Pixels in a row of y.</param>
    /// <param name="taps">Pixels of the frame in each sum.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void ResizeAcross(
        Index1D item, ArrayView<byte> frame, ArrayView<int> starts, ArrayView<float> weights, ArrayView<float> y,
        int sourceWidth, int width, int taps, int run)
    {
        RowRun pixels = RowRun.Of(item, width, run);
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int from = (pixels.Row * sourceWidth + starts[x]) * 3;
            float red = 0, green = 0, blue = 0;
            for (int t = 0; t < taps; t++)
            {
                float weight = weights[x * taps + t];
                red += frame[from + 3 * t] * weight;
                green += frame[from + 3 * t + 1] * weight;
                blue += frame[from + 3 * t + 2] * weight;
            }

            int to = (pixels.Row * width + x) * 3;
            y[to] = red;
            y[to + 1] = green;
            y[to + 2] = blue;
        }
    }

    /// <summary><c>y[i, x] = sum over t of weights[i, t] rows[starts[i] + t, x] / 255</c>. Vectors lie along the rows, from any float on:
    /// a run has at least as many floats as a vector. One item is a run of a row.</summary>
    /// <param name="item">The run, of all rows of y.</param>
    /// <param name="rows">[1, sourceHeight, width, 3], from 0 to 255</param>
    /// <param name="starts">[height]</param>
    /// <param name="weights">[height, taps]</param>
    /// <param name="y">[1, height, width, 3], in [0, 1]</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="taps">Rows in each sum.</param>
    /// <param name="run">Pixels of a run; it divides the width.</param>
    [Kernel]
    public static void ResizeDown<TVec>(
        Index1D item, ArrayView<float> rows, ArrayView<int> starts, ArrayView<float> weights, ArrayView<float> y, int width, int taps, int run)
        where TVec : struct, IVec<TVec>
    {
        RowRun pixels = RowRun.Of(item, width, run);
        int line = 3 * width, from = starts[pixels.Row] * line, to = pixels.Row * line, end = 3 * pixels.To;
        for (int x = 3 * pixels.From; x < end; x += TVec.Width)
        {
            int at = x + TVec.Width <= end ? x : end - TVec.Width; // the last vector computes some sums of the one before again
            TVec sum = TVec.Splat(0);
            for (int t = 0; t < taps; t++) sum += TVec.Load(rows, from + t * line + at) * TVec.Splat(weights[pixels.Row * taps + t]);
            TVec.Store(sum / TVec.Splat(Levels), y, to + at);
        }
    }
}
