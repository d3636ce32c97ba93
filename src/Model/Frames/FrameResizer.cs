using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LiVOS.Kernels;

namespace LiVOS.Model.Frames;

/// <summary>
/// Turns the bytes of a clip's frames into floats of the network's size on the host (docs/network.md#evaluation-protocol), as <see
/// cref="Segmenter"/> does it on the device when it is
/// given bytes: where the device is the processor, a thread of one's own does it with less. Weights and buffers are made once; a frame allocates nothing.
/// Not for several threads at once.
/// </summary>
public sealed class FrameResizer
{
    private static readonly float[] s_level = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    private readonly FrameGeometry _geometry;
    private readonly ResizeTaps _across, _down;
    private readonly float[] _source; // one row: 4 floats a pixel, so that a pixel is a vector
    private readonly float[] _ring;   // the rows that the output row needs, resized across; source row y stands at y % _down.Count
    private readonly int _rowLength;

    /// <summary>Prepares to resize the frames of a clip.</summary>
    /// <param name="geometry">The sizes, none less than 1.</param>
    public FrameResizer(FrameGeometry geometry)
    {
        _geometry = geometry;
        _across = new ResizeTaps(geometry.SourceWidth, geometry.Width);
        _down = new ResizeTaps(geometry.SourceHeight, geometry.Height);
        _source = new float[geometry.SourceWidth * 4];
        _rowLength = geometry.Width * 3;
        _ring = new float[_down.Count * _rowLength];
    }

    /// <summary>Resizes a frame. Where the sizes agree, the result is exactly byte / 255f.</summary>
    /// <param name="frame">[sourceHeight, sourceWidth, 3]: RGB from 0 to 255.</param>
    /// <param name="destination">[height, width, 3]: gets RGB in [0, 1].</param>
    /// <exception cref="ArgumentException">The frame or the destination has another size.</exception>
    public void Resize(ReadOnlySpan<byte> frame, Span<float> destination)
    {
        int sourceLine = _geometry.SourceWidth * 3;
        if (frame.Length != _geometry.SourceHeight * sourceLine)
            throw new ArgumentException($"The frame has {frame.Length} bytes, not {_geometry.SourceHeight * sourceLine}.", nameof(frame));
        if (destination.Length != _geometry.Height * _rowLength)
            throw new ArgumentException($"The result has {_geometry.Height * _rowLength} values, not {destination.Length}.", nameof(destination));

        if (!_geometry.IsResampled)
        {
            for (int i = 0; i < frame.Length; i++) destination[i] = s_level[frame[i]];
            return;
        }

        int next = 0;
        for (int y = 0; y < _geometry.Height; y++)
        {
            int start = _down.Starts[y], end = start + _down.Count;
            for (next = Math.Max(next, start); next < end; next++) ResizeRow(frame.Slice(next * sourceLine, sourceLine), RingRow(next));
            BlendRows(start, WeightsOf(_down, y), destination.Slice(y * _rowLength, _rowLength));
        }
    }

    private static ReadOnlySpan<float> WeightsOf(ResizeTaps taps, int output) => taps.Weights.AsSpan(output * taps.Count, taps.Count);

    private Span<float> RingRow(int y) => _ring.AsSpan(y % _down.Count * _rowLength, _rowLength);

    private void ResizeRow(ReadOnlySpan<byte> rgb, Span<float> row)
    {
        float[] level = s_level;
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
            (_source[to], _source[to + 1], _source[to + 2]) = (level[rgb[from]], level[rgb[from + 1]], level[rgb[from + 2]]);

        ReadOnlySpan<Vector128<float>> pixels = MemoryMarshal.Cast<float, Vector128<float>>(_source);
        for (int x = 0; x < _geometry.Width; x++)
        {
            ReadOnlySpan<float> weights = WeightsOf(_across, x);
            ReadOnlySpan<Vector128<float>> taps = pixels.Slice(_across.Starts[x], weights.Length);
            var sum = Vector128<float>.Zero;
            for (int tap = 0; tap < taps.Length; tap++) sum += taps[tap] * weights[tap];
            (row[x * 3], row[x * 3 + 1], row[x * 3 + 2]) = (sum[0], sum[1], sum[2]);
        }
    }

    private void BlendRows(int start, ReadOnlySpan<float> weights, Span<float> destination)
    {
        ScaleInto(RingRow(start), weights[0], destination);
        for (int tap = 1; tap < weights.Length; tap++) AddScaled(RingRow(start + tap), weights[tap], destination);
    }

    private static void ScaleInto(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count) (new Vector<float>(row[i..]) * weight).CopyTo(sum[i..]);
        for (; i < row.Length; i++) sum[i] = row[i] * weight;
    }

    private static void AddScaled(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + new Vector<float>(row[i..]) * weight).CopyTo(sum[i..]);
        for (; i < row.Length; i++) sum[i] += row[i] * weight;
    }
}
