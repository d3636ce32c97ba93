using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model;

/// <summary>
/// Follows objects through a video: give it each frame in turn, with a mask where there is one, and it gives the objects' masks in that frame.
/// Its memory does not grow with the video. Not safe for use by several threads at a time.
/// </summary>
public sealed class Segmenter : IDisposable
{
    private readonly Network _network;
    private readonly FrameGeometry _geometry;
    private readonly DeviceMemory _memory = new();
    private readonly DeviceBuffer _arena;
    private readonly FrameInput _input;
    private readonly Positions _positions;
    private readonly bool _tracing;
    private readonly List<int> _objectIds = [];
    private readonly int[] _maskLabels;

    private SessionState? _state;
    private Plan? _plan; // of a frame without a mask
    private Plan? _lastRun;
    private int[] _labels = [];

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
        _maskLabels = new int[geometry.Height * geometry.Width];
        _labels = new int[geometry.OutputHeight * geometry.OutputWidth];
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
        if (!mask.IsEmpty && mask.Length != _maskLabels.Length)
            throw new ArgumentException($"The mask has {mask.Length} pixels, the frame {_maskLabels.Length}.", nameof(mask));
        if (ids.Length != _labels.Length) throw new ArgumentException($"The result has {_labels.Length} pixels, not {ids.Length}.", nameof(ids));

        int segmented = _objectIds.Count;
        bool hasMask = !mask.IsEmpty && TakeMask(mask);
        if (_objectIds.Count == 0)
        {
            ids.Clear();
            return;
        }

        _input.Frame.Write(frame);
        Plan plan = PlanFor(segmented, hasMask);
        plan.Run();
        _lastRun = plan;

        _input.Labels.Read(_labels);
        for (int i = 0; i < ids.Length; i++) ids[i] = _labels[i] == 0 ? 0 : _objectIds[_labels[i] - 1];
    }

    /// <summary>Segments the next frame, which brings no mask.</summary>
    /// <param name="frame">[height, width, 3]: RGB in [0, 1].</param>
    /// <param name="ids">[outputHeight, outputWidth]: receives the object id of each pixel, 0 for the background.</param>
    public void Step(ReadOnlySpan<float> frame, Span<int> ids) => Step(frame, [], ids);

    /// <summary>Copies the last frame's probabilities: [objects + 1, height, width], background first, then objects by introduction.</summary>
    public void ReadProbabilities(Span<float> destination)
    {
        Tensor<float> planes = (_state ?? throw new InvalidOperationException("There are no objects yet.")).Probabilities;
        float[] padded = planes.ToArray();
        for (int row = 0; row < planes.Shape.Objects * _geometry.Height; row++)
        {
            int from = (row / _geometry.Height * _geometry.PaddedHeight + row % _geometry.Height + _geometry.Top) * _geometry.PaddedWidth + _geometry.Left;
            padded.AsSpan(from, _geometry.Width).CopyTo(destination[(row * _geometry.Width)..]);
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

    /// <summary>Turns ids into labels, makes room for new objects; false where the mask shows no object.</summary>
    private bool TakeMask(ReadOnlySpan<int> mask)
    {
        int[] shown = [.. mask.ToArray().Distinct().Where(id => id != 0).Order()];
        if (shown.Length == 0) return false;

        int[] added = [.. shown.Except(_objectIds)];
        _objectIds.AddRange(added);
        if (added.Length > 0)
        {
            _state = _state?.Grow(_network, _geometry, added.Length) ?? new SessionState(_network, _geometry, added.Length, introductions: 1);
            _plan = null;
        }

        var labelOf = _objectIds.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i + 1);
        labelOf[0] = 0;
        for (int i = 0; i < mask.Length; i++) _maskLabels[i] = labelOf[mask[i]];
        _input.Mask.Write(_maskLabels);
        _state!.Given.Write([0, .. _objectIds.Select(id => shown.Contains(id) ? 1 : 0)]);
        return true;
    }

    private Plan PlanFor(int segmented, bool hasMask)
    {
        if (!hasMask && _plan is not null) return _plan;
        Plan plan = new FramePlan(_network, _geometry, _input, _state!, _positions).Record(segmented, hasMask, _tracing);
        plan.Bind(_arena);
        if (!hasMask) _plan = plan;
        return plan;
    }
}
