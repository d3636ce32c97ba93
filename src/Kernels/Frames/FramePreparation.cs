using System.Runtime.CompilerServices;

namespace LiVOS.Kernels;

/// <summary>Frames as the encoders take them: padded with zeros, then normalized as ImageNet's are (docs/network.md#padding,
/// #image-features, #mask-encoder). A frame is floats in [0, 1], or its bytes, which need a quarter of the memory.</summary>
internal static class FramePreparation
{
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
        Index1D item, ArrayView<float> frame, ArrayView<float> y, int frameHeight, int frameWidth, int paddedWidth, int top, int left, int run) =>
        Pad<FloatPixels, float>(item, frame, y, frameHeight, frameWidth, paddedWidth, top, left, run);

    /// <summary>As <see cref="PadFrame"/>, of <c>frame / 255</c>: its numbers are bytes.</summary>
    /// <inheritdoc cref="PadFrame"/>
    [Kernel]
    public static void PadBytes(
        Index1D item, ArrayView<byte> frame, ArrayView<float> y, int frameHeight, int frameWidth, int paddedWidth, int top, int left, int run) =>
        Pad<BytePixels, byte>(item, frame, y, frameHeight, frameWidth, paddedWidth, top, left, run);

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
        int self, int objects, int frameHeight, int frameWidth, int paddedHeight, int paddedWidth, int firstRow, int top, int left, int run) =>
        PadMasked<FloatPixels, float>(
            item, frame, planes, y, self, objects, frameHeight, frameWidth, paddedHeight, paddedWidth, firstRow, top, left, run);

    /// <summary>As <see cref="PadMaskedFrame"/>, of <c>frame / 255</c>: its numbers are bytes.</summary>
    /// <inheritdoc cref="PadMaskedFrame"/>
    [Kernel]
    public static void PadMaskedBytes(
        Index1D item, ArrayView<byte> frame, ArrayView<float> planes, ArrayView<float> y,
        int self, int objects, int frameHeight, int frameWidth, int paddedHeight, int paddedWidth, int firstRow, int top, int left, int run) =>
        PadMasked<BytePixels, byte>(
            item, frame, planes, y, self, objects, frameHeight, frameWidth, paddedHeight, paddedWidth, firstRow, top, left, run);

    /// <summary>What the kernels of plain frames share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pad<TPixels, T>(
        int item, ArrayView<T> frame, ArrayView<float> y, int frameHeight, int frameWidth, int paddedWidth, int top, int left, int run)
        where TPixels : struct, IFramePixels<T>
        where T : unmanaged
    {
        RowRun pixels = RowRun.Of(item, paddedWidth, run);
        int frameY = pixels.Row - top;
        bool rowInside = frameY >= 0 && frameY < frameHeight;
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int frameX = x - left;
            bool inside = rowInside && frameX >= 0 && frameX < frameWidth;
            Normalize<TPixels, T>(frame, (frameY * frameWidth + frameX) * 3, inside, y, (pixels.Row * paddedWidth + x) * 3);
        }
    }

    /// <summary>What the kernels of masked frames share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PadMasked<TPixels, T>(
        int item, ArrayView<T> frame, ArrayView<float> planes, ArrayView<float> y,
        int self, int objects, int frameHeight, int frameWidth, int paddedHeight, int paddedWidth, int firstRow, int top, int left, int run)
        where TPixels : struct, IFramePixels<T>
        where T : unmanaged
    {
        RowRun pixels = RowRun.Of(item, paddedWidth, run);
        int frameY = pixels.Row - top;
        bool rowInside = frameY >= 0 && frameY < frameHeight;
        for (int x = pixels.From; x < pixels.To; x++)
        {
            int frameX = x - left;
            bool inside = rowInside && frameX >= 0 && frameX < frameWidth;
            int to = (pixels.Row * paddedWidth + x) * 5;
            Normalize<TPixels, T>(frame, (frameY * frameWidth + frameX) * 3, inside, y, to);
            MaskAndOthers(planes, self, objects, paddedHeight * paddedWidth, (pixels.Row + firstRow) * paddedWidth + x, y, to + 3);
        }
    }

    /// <summary>A pixel of the frame, or zeros outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize<TPixels, T>(ArrayView<T> frame, int from, bool inside, ArrayView<float> y, int to)
        where TPixels : struct, IFramePixels<T>
        where T : unmanaged
    {
        float red = 0, green = 0, blue = 0;
        if (inside)
        {
            red = TPixels.Load(frame, from);
            green = TPixels.Load(frame, from + 1);
            blue = TPixels.Load(frame, from + 2);
        }

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

    /// <summary>How a frame's numbers are held.</summary>
    private interface IFramePixels<T> where T : unmanaged
    {
        /// <summary>A number, in [0, 1].</summary>
        static abstract float Load(ArrayView<T> frame, int i);
    }

    private readonly struct FloatPixels : IFramePixels<float>
    {
        public static float Load(ArrayView<float> frame, int i) => frame[i];
    }

    private readonly struct BytePixels : IFramePixels<byte>
    {
        private const float Levels = 255;

        public static float Load(ArrayView<byte> frame, int i) => frame[i] / Levels;
    }
}
