using System.IO.Compression;
using System.Runtime.InteropServices;
using LiVOS.Model;

namespace LiVOS.Video;

/// <summary>The network's probability of each object at each pixel: held as the network sees the frame, given at the frame's own size.</summary>
public sealed class ObjectProbabilities
{
    private readonly FrameGeometry _geometry;
    private readonly (int First, int Second, float Share)[] _columns, _rows;
    private ushort[] _values = []; // [objects, height, width]

    internal ObjectProbabilities(FrameGeometry geometry)
    {
        _geometry = geometry;
        _columns = Between(geometry.SourceWidth, geometry.Width);
        _rows = Between(geometry.SourceHeight, geometry.Height);
    }

    private int Plane => _geometry.Height * _geometry.Width;

    /// <summary>Copies an object's probabilities.</summary>
    /// <param name="label">The object's label in the frame's mask, from 1.</param>
    /// <param name="destination">[height, width] of the frame: receives 0 for 0 to 65535 for 1.</param>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void CopyTo(int label, Span<ushort> destination)
    {
        int pixels = _geometry.SourceHeight * _geometry.SourceWidth;
        if (destination.Length != pixels) throw new ArgumentException($"The frame has {pixels} pixels, not {destination.Length}.", nameof(destination));
        ReadOnlySpan<ushort> plane = _values.AsSpan((label - 1) * Plane, Plane);
        if (!_geometry.IsResampled)
        {
            plane.CopyTo(destination);
            return;
        }
        for (int y = 0, at = 0; y < _rows.Length; y++)
        {
            (int first, int second, float down) = _rows[y];
            ReadOnlySpan<ushort> above = plane.Slice(first * _geometry.Width, _geometry.Width), below = plane.Slice(second * _geometry.Width, _geometry.Width);
            foreach ((int left, int right, float across) in _columns)
            {
                float upper = above[left] + across * (above[right] - above[left]), lower = below[left] + across * (below[right] - below[left]);
                destination[at++] = (ushort)(upper + down * (lower - upper) + 0.5f);
            }
        }
    }

    /// <summary>Takes what the network gave.</summary>
    /// <param name="planes">[objects + 1, height, width], the background first.</param>
    /// <param name="objects">How many objects there are.</param>
    internal void Take(ReadOnlySpan<float> planes, int objects)
    {
        Span<ushort> values = Room(objects);
        ReadOnlySpan<float> given = planes[Plane..];
        for (int i = 0; i < values.Length; i++) values[i] = (ushort)(Math.Clamp(given[i], 0, 1) * ushort.MaxValue + 0.5f);
    }

    /// <summary>Writes them to a file, packed.</summary>
    internal void Write(Stream stream, int objects)
    {
        using var packed = new DeflateStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        packed.Write(MemoryMarshal.AsBytes<ushort>(_values.AsSpan(0, objects * Plane)));
    }

    /// <summary>Reads what was written.</summary>
    internal void Read(Stream stream, int objects)
    {
        using var packed = new DeflateStream(stream, CompressionMode.Decompress, leaveOpen: true);
        packed.ReadExactly(MemoryMarshal.AsBytes(Room(objects)));
    }

    private Span<ushort> Room(int objects)
    {
        if (_values.Length < objects * Plane) _values = new ushort[objects * Plane];
        return _values.AsSpan(0, objects * Plane);
    }

    /// <summary>For each pixel along a side the two that it lies between: half-pixel centres, clamped to the edge, as the masks are made.</summary>
    private static (int First, int Second, float Share)[] Between(int source, int seen)
    {
        float scale = (float)seen / source;
        return [.. Enumerable.Range(0, source).Select(i =>
        {
            float at = MathF.Max((i + 0.5f) * scale - 0.5f, 0);
            int first = Math.Min((int)at, seen - 1);
            return (first, Math.Min(first + 1, seen - 1), at - first);
        })];
    }
}
