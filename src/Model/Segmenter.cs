using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model;

/// <summary>
/// Follows objects through a video: give it each frame in turn, with a mask where there is one, and it gives the objects' masks in that frame.
/// Its memory does not grow with the video. Not safe for use by several threads at a time.
/// </summary>
public sealed class Segmenter : IDisposable
{
    private const int CopiedAtATime = 64 * 1024; // numbers: few enough to stay in a cache, enough to make the calls cheap

    private readonly Network _network;
    private readonly FrameGeometry _geometry;
    private readonly DeviceMemory _memory = new();
    private readonly DeviceBuffer _arena;
    private readonly FrameInput _input;
    private readonly Positions _positions;
    private readonly bool _tracing;
    private readonly List<int> _objectIds = [];
    private readonly float[] _pixels; // a part of a frame, on its way to the device
    private readonly int[] _labels;

    private SessionState? _state;
    private Plan? _plan; // of a frame without a mask
    private Plan? _lastRun;

    /// <summary>Starts a session.</summary>
    /// <param name="network">The network: must outlive the segmenter.</param>
    /// <param name="geometry">The sizes of frames and results.</param>
    /// <param name="tracing">Whether intermediate tensors can be read after each frame (<see cref="ReadTrace"/>): costs memory.</param>
    /// <exception cref="DeviceMemoryException">The device has not the memory.</exception>
    public Segmenter(Network network, FrameGeometry geometry, bool tracing = false)
    {
        if (geometry.Height < 1 || geometry.Width < 1 || geometry.OutputHeight < 1 || geometry.OutputWidth < 1)
            throw new ArgumentException($"A frame of {geometry.Width}x{geometry.Height} has no pixels.");
        _network = network;
        _geometry = geometry;
        _tracing = tracing;
        _arena = network.Device.Allocate(1);
        _input = new FrameInput(network.Device, _memory, geometry);
        _positions = new Positions(network.Device, _memory, geometry.CoarseHeight, geometry.CoarseWidth, network.Architecture.Dimension);
        _pixels = new float[Math.Min(CopiedAtATime, 3 * geometry.Height * geometry.Width)];
        _labels = new int[Math.Min(CopiedAtATime, Math.Max(geometry.Height * geometry.Width, geometry.OutputHeight * geometry.OutputWidth))];
    }

    /// <summary>The ids of the objects that are followed, in the order in which they were introduced.</summary>
    public IReadOnlyList<int> ObjectIds => _objectIds;

    /// <summary>The memory that this session holds on the device now.</summary>
    public long Bytes => _memory.Bytes + _arena.Bytes + (_state?.Bytes ?? 0);

    /// <summary>The plan of a frame without a mask; null before the first such frame.</summary>
    public Plan? Plan => _plan;

    /// <summary>Segments the next frame.</summary>
    /// <param name="frame">[height, width, 3]: RGB in [0, 1].</param>
    /// <param name="mask">
    /// [height, width]: object ids, 0 for the background; empty where the frame brings no mask. An id that was not known introduces an object,
    /// one that was known corrects it: its mask in this frame is exactly the given one. What is 0 here stays as predicted for all others.
    /// Frames before the first object need not be given; they yield zeros.
    /// </param>
    /// <param name="ids">[outputHeight, outputWidth]: receives the object id of each pixel, 0 for the background.</param>
    public void Step(ReadOnlySpan<float> frame, ReadOnlySpan<int> mask, Span<int> ids)
    {
        RequirePixels(frame.Length, mask, ids);
        int segmented = _objectIds.Count;
        bool hasMask = !mask.IsEmpty && TakeMask(mask);
        if (_objectIds.Count > 0) _input.Frame.Write(frame);
        Run(segmented, hasMask, ids);
    }

    /// <summary>Segments the next frame, given as bytes: [height, width, 3], RGB from 0 to 255. Otherwise as above.</summary>
    public void Step(ReadOnlySpan<byte> frame, ReadOnlySpan<int> mask, Span<int> ids)
    {
        RequirePixels(frame.Length, mask, ids);
        int segmented = _objectIds.Count;
        bool hasMask = !mask.IsEmpty && TakeMask(mask);
        if (_objectIds.Count > 0)
        {
            for (int start = 0; start < frame.Length; start += _pixels.Length)
            {
                Span<float> part = _pixels.AsSpan(0, Math.Min(_pixels.Length, frame.Length - start));
                for (int i = 0; i < part.Length; i++) part[i] = frame[start + i] / 255f;
                _input.Frame.Write(start, part);
            }
        }

        Run(segmented, hasMask, ids);
    }

    /// <summary>Segments the next frame, which brings no mask.</summary>
    /// <param name="frame">[height, width, 3]: RGB in [0, 1].</param>
    /// <param name="ids">[outputHeight, outputWidth]: receives the object id of each pixel, 0 for the background.</param>
    public void Step(ReadOnlySpan<float> frame, Span<int> ids) => Step(frame, [], ids);

    /// <summary>Copies the last frame's probabilities: [objects + 1, height, width], background first, then objects by introduction.</summary>
    public void ReadProbabilities(Span<float> destination)
    {
        Tensor<float> planes = (_state ?? throw new InvalidOperationException("There are no objects yet.")).Probabilities;
        for (int row = 0; row < planes.Shape.Objects * _geometry.Height; row++)
        {
            int paddedRow = row / _geometry.Height * _geometry.PaddedHeight + row % _geometry.Height + _geometry.Top;
            planes.Read((long)paddedRow * _geometry.PaddedWidth + _geometry.Left, destination.Slice(row * _geometry.Width, _geometry.Width));
        }
    }

    /// <summary>An intermediate tensor of the last frame by the name of the module that gave it, or <c>state</c>, <c>key_sum</c>, <c>sensory</c>,
    /// <c>object_memory</c>; NHWC. Null where the frame has none of that name.</summary>
    public (Shape Shape, float[] Values)? ReadTrace(string name)
    {
        Tensor<float>? tensor = name switch
        {
            "state" => _state?.State,
            "key_sum" => _state?.KeySum,
            "sensory" => _state?.Sensory,
            "object_memory" => _state?.ObjectMemory,
            _ => _lastRun?.Traced.GetValueOrDefault(name),
        };
        return tensor is null ? null : (tensor.Shape, tensor.ToArray());
    }

    /// <summary>Ends the session and frees its memory.</summary>
    public void Dispose()
    {
        _state?.Dispose();
        _arena.Dispose();
        _memory.Dispose();
    }

    private void RequirePixels(int frameLength, ReadOnlySpan<int> mask, Span<int> ids)
    {
        int pixels = _geometry.Height * _geometry.Width, outputPixels = _geometry.OutputHeight * _geometry.OutputWidth;
        if (frameLength != 3 * pixels) throw new ArgumentException($"The frame has {frameLength} numbers; {_geometry.Width}x{_geometry.Height} RGB has {3 * pixels}.");
        if (!mask.IsEmpty && mask.Length != pixels) throw new ArgumentException($"The mask has {mask.Length} pixels, the frame {pixels}.");
        if (ids.Length != outputPixels) throw new ArgumentException($"The result has {outputPixels} pixels, not {ids.Length}.");
    }

    /// <summary>Turns ids into labels and makes room for new objects; false where the mask shows no object.</summary>
    private bool TakeMask(ReadOnlySpan<int> mask)
    {
        SortedSet<int> shown = ShownIds(mask);
        if (shown.Count == 0) return false;

        int[] added = [.. shown.Except(_objectIds)];
        if (added.Length > 0)
        {
            _state = _state?.Grow(_network, _geometry, added.Length) ?? new SessionState(_network, _geometry, added.Length, introductions: 1);
            _objectIds.AddRange(added);
            _plan = null;
        }

        _state!.Given.Write([0, .. _objectIds.Select(id => shown.Contains(id) ? 1 : 0)]);
        WriteLabels(mask);
        return true;
    }

    private static SortedSet<int> ShownIds(ReadOnlySpan<int> mask)
    {
        var shown = new SortedSet<int>();
        for (int i = 0; i < mask.Length; i++)
            if (mask[i] != 0 && (i == 0 || mask[i] != mask[i - 1]))
                shown.Add(mask[i]);
        return shown;
    }

    private void WriteLabels(ReadOnlySpan<int> mask)
    {
        var labelOf = _objectIds.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i + 1);
        labelOf[0] = 0;
        for (int start = 0; start < mask.Length; start += _labels.Length)
        {
            Span<int> part = _labels.AsSpan(0, Math.Min(_labels.Length, mask.Length - start));
            for (int i = 0; i < part.Length; i++) part[i] = labelOf[mask[start + i]];
            _input.Mask.Write(start, part);
        }
    }

    private void Run(int segmented, bool hasMask, Span<int> ids)
    {
        if (_objectIds.Count == 0)
        {
            ids.Clear();
            return;
        }

        _lastRun = PlanFor(segmented, hasMask);
        _lastRun.Run();

        for (int start = 0; start < ids.Length; start += _labels.Length)
        {
            Span<int> part = _labels.AsSpan(0, Math.Min(_labels.Length, ids.Length - start));
            _input.Labels.Read(start, part);
            for (int i = 0; i < part.Length; i++) ids[start + i] = part[i] == 0 ? 0 : _objectIds[part[i] - 1];
        }
    }

    private Plan PlanFor(int segmented, bool hasMask)
    {
        if (!hasMask && _plan is not null) return _plan;
        Plan plan = new FramePlan(_network, _geometry, _input, _state!, _positions).Record(segmented, hasMask, _tracing, mayMeasure: true);
        plan.Bind(_arena);
        if (!hasMask) _plan = plan;
        return plan;
    }
}
