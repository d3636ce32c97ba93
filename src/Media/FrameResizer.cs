using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LiVOS.Media;

/// <summary>
/// Turns the frames of a clip into floats of another size, bilinearly with antialiasing, as PyTorch's
/// <c>interpolate(mode="bilinear", antialias=True, align_corners=False)</c> does. Weights and buffers are made once; a frame allocates
/// nothing. Not for several threads at once.
/// </summary>
public sealed class FrameResizer
{
    static readonly float[] Level = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    readonly ResizeWeights horizontal, vertical;
    readonly float[] source; // one row: 4 floats a pixel, so that a pixel is a vector
    readonly float[] ring;   // the rows that the output row needs, resized horizontally; input row y stands at y % vertical.MostTaps
    readonly int rowLength;

    /// <summary>Prepares to resize frames of one size to another.</summary>
    /// <param name="inputWidth">Width of the frames in pixels, at least 1.</param>
    /// <param name="inputHeight">Height of the frames in pixels, at least 1.</param>
    /// <param name="width">Width asked for, at least 1.</param>
    /// <param name="height">Height asked for, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    public FrameResizer(int inputWidth, int inputHeight, int width, int height)
    {
        _ = PictureSize.Area(inputWidth, inputHeight) + PictureSize.Area(width, height);
        (InputWidth, InputHeight, Width, Height) = (inputWidth, inputHeight, width, height);
        horizontal = new ResizeWeights(inputWidth, width);
        vertical = new ResizeWeights(inputHeight, height);
        source = new float[inputWidth * 4];
        rowLength = width * 3;
        ring = new float[vertical.MostTaps * rowLength];
    }

    /// <summary>Width of the frames in pixels.</summary>
    public int InputWidth { get; }

    /// <summary>Height of the frames in pixels.</summary>
    public int InputHeight { get; }

    /// <summary>Width of the result in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the result in pixels.</summary>
    public int Height { get; }

    /// <summary>Resizes a frame. Where the sizes agree, the result is exactly byte / 255f.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="destination">Gets Height x Width x 3 values from 0 to 1: row-major, red, green, blue.</param>
    /// <exception cref="ArgumentException">The frame has not the input size, or the destination not the output's.</exception>
    public void Resize(Picture frame, Span<float> destination)
    {
        if (frame.Width != InputWidth || frame.Height != InputHeight)
            throw new ArgumentException($"The frame is {frame.Width}x{frame.Height}, not {InputWidth}x{InputHeight}.", nameof(frame));
        if (destination.Length != Height * rowLength)
            throw new ArgumentException($"The result has {Height * rowLength} values, not {destination.Length}.", nameof(destination));

        if (Width == InputWidth && Height == InputHeight)
        {
            ToFloats(frame.Rgb, destination);
            return;
        }
        int next = 0;
        for (int y = 0; y < Height; y++)
        {
            int start = vertical.Starts[y], end = start + vertical.Taps[y];
            for (next = Math.Max(next, start); next < end; next++)
                ResizeRow(frame.Rgb.AsSpan(next * InputWidth * 3, InputWidth * 3), RingRow(next));
            BlendRows(start, vertical[y], destination.Slice(y * rowLength, rowLength));
        }
    }

    Span<float> RingRow(int y) => ring.AsSpan(y % vertical.MostTaps * rowLength, rowLength);

    static void ToFloats(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        for (int i = 0; i < bytes.Length; i++) floats[i] = Level[bytes[i]];
    }

    void ResizeRow(ReadOnlySpan<byte> rgb, Span<float> row)
    {
        float[] level = Level;
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
            (source[to], source[to + 1], source[to + 2]) = (level[rgb[from]], level[rgb[from + 1]], level[rgb[from + 2]]);

        ReadOnlySpan<Vector128<float>> pixels = MemoryMarshal.Cast<float, Vector128<float>>(source);
        for (int x = 0; x < Width; x++)
        {
            ReadOnlySpan<float> weights = horizontal[x];
            ReadOnlySpan<Vector128<float>> taps = pixels.Slice(horizontal.Starts[x], weights.Length);
            var sum = Vector128<float>.Zero;
            for (int tap = 0; tap < taps.Length; tap++) sum += taps[tap] * weights[tap];
            (row[x * 3], row[x * 3 + 1], row[x * 3 + 2]) = (sum[0], sum[1], sum[2]);
        }
    }

    void BlendRows(int start, ReadOnlySpan<float> weights, Span<float> destination)
    {
        ScaleInto(RingRow(start), weights[0], destination);
        for (int tap = 1; tap < weights.Length; tap++) AddScaled(RingRow(start + tap), weights[tap], destination);
    }

    static void ScaleInto(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count) (new Vector<float>(row[i..]) * weight).CopyTo(sum[i..]);
        for (; i < row.Length; i++) sum[i] = row[i] * weight;
    }

    static void AddScaled(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + new Vector<float>(row[i..]) * weight).CopyTo(sum[i..]);
        for (; i < row.Length; i++) sum[i] += row[i] * weight;
    }
}
