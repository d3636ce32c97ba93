using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Frames as the encoders take them: padded with zeros, then normalized as ImageNet's are (docs/network.md#padding,
/// #image-features, #mask-encoder). A frame is floats in [0, 1], or its bytes, which need a quarter of the memory.</summary>
internal static class FramePreparation
{
    private const float Levels = 255;
    private const float MeanRed = 0.485f, MeanGreen = 0.456f, MeanBlue = 0.406f;
    private const float ScaleRed = 1 / 0.229f, ScaleGreen = 1 / 0.224f, ScaleBlue = 1 / 0.225f;

    /// <summary><c>y = (padded frame - mean) / deviation</c>. One item is a run of a row of y: of the padded
    /// frame, or of a band of it.</summary>
    /// <param name="item">The run, of all H rows.</param>
    /// <param name="frame">[1, frameHeight, frameWidth, 3], in [0, 1]</param>
    /// <param name="y">[1, H, paddedWidth, 3]</param>
    /// <param name="frameHeight">Rows of the frame.</param>
    /// <param name="frameWidth">Pixels in a row of the frame.</param>
    /// <param name="paddedWidth">Pixels in a row of the padded frame.</param>
    /// <param name="top">Rows of y above the frame; less than 0 where y begins inside.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void PadFrame(
        Index1D item, ArrayView<float> frame, ArrayView<float> y, int frameHeight, int frameWidth, int paddedWidth, int top, int left, int run)
    {
        RowRun pixels = RowRun.Of(item, paddedWidth, run);
        int frameY = pixels.Row - top;
        bool rowInside = frameY >= 0 && frameY < frameHeight;
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int frameX = x - left;
            bool inside = rowInside && frameX >= 0 && frameX < frameWidth;
            int from = (frameY * frameWidth + frameX) * 3, to = (pixels.Row * paddedWidth + x) * 3;
            if (inside) Normalize(frame[from], frame[from + 1], frame[from + 2], y, to);
            else Normalize(0, 0, 0, y, to);
        }
    }

    /// <summary>The same of <c>frame / 255</c>.</summary>
    /// <param name="item">The run, of all H rows.</param>
    /// <param name="frame">[1, frameHeight, frameWidth, 3]</param>
    /// <param name="y">[1, H, paddedWidth, 3]</param>
    /// <param name="frameHeight">Rows of the frame.</param>
    /// <param name="frameWidth">Pixels in a row of the frame.</param>
    /// <param name="paddedWidth">Pixels in a row of the padded frame.</param>
    /// <param name="top">Rows of y above the frame; less than 0 where y begins inside.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void PadBytes(
        Index1D item, ArrayView<byte> frame, ArrayView<float> y, int frameHeight, int frameWidth, int paddedWidth, int top, int left, int run)
    {
        RowRun pixels = RowRun.Of(item, paddedWidth, run);
        int frameY = pixels.Row - top;
        bool rowInside = frameY >= 0 && frameY < frameHeight;
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int frameX = x - left;
            bool inside = rowInside && frameX >= 0 && frameX < frameWidth;
            int from = (frameY * frameWidth + frameX) * 3, to = (pixels.Row * paddedWidth + x) * 3;
            if (inside) Normalize(frame[from] / Levels, frame[from + 1] / Levels, frame[from + 2] / Levels, y, to);
            else Normalize(0, 0, 0, y, to);
        }
    }

    /// <summary>The mask encoder's input for one object: normalized RGB, the object's mask, and
    /// <c>others = clamp(sum of all masks - its mask, 0, 1)</c> (docs/network.md#mask-encoder). One item is a run of a row of y: of the padded
    /// frame, or of a band of it.</summary>
    /// <param name="item">The run, of all H rows.</param>
    /// <param name="frame">[1, frameHeight, frameWidth, 3], in [0, 1]</param>
    /// <param name="planes">[objects + 1, paddedHeight, paddedWidth]; plane 0, the background, is not read.</param>
    /// <param name="y">[1, H, paddedWidth, 5]</param>
    /// <param name="self">The object: its plane, from 1.</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="frameHeight">Rows of the frame.</param>
    /// <param name="frameWidth">Pixels in a row of the frame.</param>
    /// <param name="paddedHeight">Rows of the padded frame.</param>
    /// <param name="paddedWidth">Pixels in a row of the padded frame.</param>
    /// <param name="firstRow">The row of the padded frame that is y's first.</param>
    /// <param name="top">Rows of y above the frame; less than 0 where y begins inside.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void PadMaskedFrame(
        Index1D item, ArrayView<float> frame, ArrayView<float> planes, ArrayView<float> y,
        int self, int objects, int frameHeight, int frameWidth, int paddedHeight, int paddedWidth, int firstRow, int top, int left, int run)
    {
        RowRun pixels = RowRun.Of(item, paddedWidth, run);
        int frameY = pixels.Row - top;
        bool rowInside = frameY >= 0 && frameY < frameHeight;
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int frameX = x - left;
            bool inside = rowInside && frameX >= 0 && frameX < frameWidth;
            int from = (frameY * frameWidth + frameX) * 3, to = (pixels.Row * paddedWidth + x) * 5;
            if (inside) Normalize(frame[from], frame[from + 1], frame[from + 2], y, to);
            else Normalize(0, 0, 0, y, to);
            MaskAndOthers(planes, self, objects, paddedHeight * paddedWidth, (pixels.Row + firstRow) * paddedWidth + x, y, to + 3);
        }
    }

    /// <summary>The same of <c>frame / 255</c>.</summary>
    /// <param name="item">The run, of all H rows.</param>
    /// <param name="frame">[1, frameHeight, frameWidth, 3]</param>
    /// <param name="planes">[objects + 1, paddedHeight, paddedWidth]; plane 0, the background, is not read.</param>
    /// <param name="y">[1, H, paddedWidth, 5]</param>
    /// <param name="self">The object: its plane, from 1.</param>
    /// <param name="objects">The number of objects.</param>
    /// <param name="frameHeight">Rows of the frame.</param>
    /// <param name="frameWidth">Pixels in a row of the frame.</param>
    /// <param name="paddedHeight">Rows of the padded frame.</param>
    /// <param name="paddedWidth">Pixels in a row of the padded frame.</param>
    /// <param name="firstRow">The row of the padded frame that is y's first.</param>
    /// <param name="top">Rows of y above the frame; less than 0 where y begins inside.</param>
    /// <param name="left">Padded pixels before each row.</param>
    /// <param name="run">Pixels of a run.</param>
    [Kernel]
    public static void PadMaskedBytes(
        Index1D item, ArrayView<byte> frame, ArrayView<float> planes, ArrayView<float> y,
        int self, int objects, int frameHeight, int frameWidth, int paddedHeight, int paddedWidth, int firstRow, int top, int left, int run)
    {
        RowRun pixels = RowRun.Of(item, paddedWidth, run);
        int frameY = pixels.Row - top;
        bool rowInside = frameY >= 0 && frameY < frameHeight;
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int frameX = x - left;
            bool inside = rowInside && frameX >= 0 && frameX < frameWidth;
            int from = (frameY * frameWidth + frameX) * 3, to = (pixels.Row * paddedWidth + x) * 5;
            if (inside) Normalize(frame[from] / Levels, frame[from + 1] / Levels, frame[from + 2] / Levels, y, to);
            else Normalize(0, 0, 0, y, to);
            MaskAndOthers(planes, self, objects, paddedHeight * paddedWidth, (pixels.Row + firstRow) * paddedWidth + x, y, to + 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize(float red, float green, float blue, ArrayView<float> y, int to)
    {
        y[to] = (red - MeanRed) * ScaleRed;
        y[to + 1] = (green - MeanGreen) * ScaleGreen;
        y[to + 2] = (blue - MeanBlue) * ScaleBlue;
    }

    /// <summary>An object's mask at a position, and those of all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MaskAndOthers(ArrayView<float> planes, int self, int objects, int positions, int position, ArrayView<float> y, int to)
    {
        float sum = 0;
        for (int n = 1; n <= objects; n++) sum += planes[n * positions + position];
        float mask = planes[self * positions + position];
        y[to] = mask;
        y[to + 1] = MathF.Min(MathF.Max(sum - mask, 0), 1);
    }
}
