using LiVOS.Model.Bands;
using LiVOS.Model.Frames;
using LiVOS.Model.Layers;
using LiVOS.Model.Session;
using LiVOS.Runtime;

namespace LiVOS.Model;

/// <summary>
/// Follows objects through a video: give it each frame in turn, with a mask where there is one, and it gives the objects' masks in that frame.
/// Its memory does not grow with the video. Not safe for use by several threads at a time.
/// </summary>
public sealed partial class Segmenter : IDisposable
{
    private readonly Network _network;
    private readonly FrameGeometry _geometry;
    private readonly DeviceMemory _memory = new();
    private readonly DeviceBuffer _arena;
    private readonly FrameInput _input;
    private readonly Positions _positions;
    private readonly RowBands _bands;
    private readonly bool _capturing;
    private readonly ObjectTable _objects = new();
    private readonly FrameSlots _slots;
    private readonly Dictionary<(FrameSlot Slot, FrameSource Source), Plan> _plans = []; // of frames without a mask

    private SessionState? _state;
    private FrameConversion? _conversion; // null until a frame was given as bytes
    private Plan? _lastRun;
    private byte[]? _labels; // of a frame whose ids are read

    /// <summary>Starts a session.</summary>
    /// <param name="network">The network: must outlive the segmenter.</param>
    /// <param name="geometry">The sizes of frames and results.</param>
    /// <param name="capturing">Whether intermediate tensors can be read after each frame (<see cref="ReadCaptured"/>): costs memory.</param>
    /// <param name="bands">The bands of rows in which the layers of high resolution run: more need less memory and more time, and give the same
    /// masks (<see cref="LiVOS.Model.Estimation.MemoryEstimate.Within"/> chooses).</param>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    public Segmenter(Network network, FrameGeometry geometry, bool capturing = false, int bands = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        if (capturing && bands > 1) throw new ArgumentException("Intermediate tensors are those of whole frames; bands have none.", nameof(bands));
        if (geometry.Height < 1 || geometry.Width < 1 || geometry.SourceHeight < 1 || geometry.SourceWidth < 1)
            throw new ArgumentException($"A frame of {geometry.Width}x{geometry.Height} has no pixels.");
        _network = network;
        _geometry = geometry;
        _bands = new RowBands(bands);
        _capturing = capturing;
        _arena = network.Device.Allocate(1);
        _input = new FrameInput(network.Device, _memory, geometry);
        _slots = new FrameSlots(network.Device, _memory, geometry);
        _positions = new Positions(network.Device, _memory, geometry.CoarseHeight, geometry.CoarseWidth, network.Architecture.Dimension);
    }

    /// <summary>How many objects a session can follow: labels are bytes, and 0 is the background.</summary>
    public const int MostObjects = byte.MaxValue;

    /// <summary>The device that computes.</summary>
    public Device Device => _network.Device;

    /// <summary>The sizes of frames and results.</summary>
    public FrameGeometry Geometry => _geometry;

    /// <summary>The ids of the objects that are followed, in the order in which they were introduced.</summary>
    public IReadOnlyList<int> ObjectIds => _objects.Ids;

    /// <summary>The memory that this session holds on the device now.</summary>
    public long Bytes => _memory.Bytes + _arena.Bytes + (_state?.Bytes ?? 0);

    /// <summary>The plan of a frame without a mask; null before the first such frame.</summary>
    public Plan? Plan { get; private set; }

    /// <summary>Segments the next frame.</summary>
    /// <param name="frame">[sourceHeight, sourceWidth, 3]: RGB from 0 to 255.</param>
    /// <param name="mask">
    /// [sourceHeight, sourceWidth]: object ids, 0 for the background; empty where the frame brings no mask. An id that was not known introduces an
    /// object, one that was known corrects it: its mask in this frame is exactly the given one. What is 0 here stays as predicted for all others.
    /// Frames before the first object need not be given; they yield zeros.
    /// </param>
    /// <param name="ids">[sourceHeight, sourceWidth]: receives the object id of each pixel, 0 for the background.</param>
    /// <param name="use">What the mask says about objects that are known.</param>
    /// <exception cref="InvalidOperationException">Frames are in flight.</exception>
    public void Step(ReadOnlySpan<byte> frame, ReadOnlySpan<int> mask, Span<int> ids, MaskUse use = MaskUse.Correct)
    {
        _slots.RequireNone();
        RequireResult(ids.Length);
        Submit(frame, mask, use);
        Read(ids);
    }

    /// <summary>Segments the next frame, which has been resized for the network: [height, width, 3], RGB in [0, 1]. Otherwise as above.</summary>
    public void Step(ReadOnlySpan<float> frame, ReadOnlySpan<int> mask, Span<int> ids, MaskUse use = MaskUse.Correct)
    {
        _slots.RequireNone();
        RequireResult(ids.Length);
        Submit(frame, mask, use);
        Read(ids);
    }

    /// <summary>Segments the next frame, which brings no mask.</summary>
    /// <param name="frame">[height, width, 3]: RGB in [0, 1].</param>
    /// <param name="ids">[sourceHeight, sourceWidth]: receives the object id of each pixel, 0 for the background.</param>
    public void Step(ReadOnlySpan<float> frame, Span<int> ids) => Step(frame, [], ids);

    /// <summary>
    /// Begins the next frame, whose mask <see cref="Read(Span{int})"/> gives. Two frames may be on their way: on a device that works beside the
    /// processor, who submits a frame before reading the mask of the one before has the copies done meanwhile.
    /// </summary>
    /// <param name="frame">As in <see cref="Step(ReadOnlySpan{byte}, ReadOnlySpan{int}, Span{int}, MaskUse)"/>.</param>
    /// <param name="mask">Likewise.</param>
    /// <param name="use">Likewise.</param>
    /// <exception cref="ArgumentException">The frame or the mask has another size, or the mask would bring more than <see cref="MostObjects"/>
    /// objects.</exception>
    /// <exception cref="InvalidOperationException">Two frames are already in flight.</exception>
    public void Submit(ReadOnlySpan<byte> frame, ReadOnlySpan<int> mask, MaskUse use = MaskUse.Correct)
    {
        RequireFrame(frame.Length, _geometry.SourceHeight, _geometry.SourceWidth);
        Begin(_slots.Free(), mask, use, FrameSource.Bytes, default, frame);
    }

    /// <summary>Begins the next frame, which is in the device's memory: nothing is copied. Otherwise as above.</summary>
    /// <param name="frame">[sourceHeight, sourceWidth, 3]: RGB from 0 to 255, at the buffer's start. It must not change before the mask is read.</param>
    /// <param name="mask">As above.</param>
    /// <param name="use">Likewise.</param>
    public void Submit(DeviceBuffer frame, ReadOnlySpan<int> mask, MaskUse use = MaskUse.Correct)
    {
        long needed = 3L * _geometry.SourceHeight * _geometry.SourceWidth;
        if (frame.Bytes < needed)
            throw new ArgumentException($"The buffer has {frame.Bytes} bytes; {_geometry.SourceWidth}x{_geometry.SourceHeight} RGB has {needed}.");
        Begin(_slots.Free(), mask, use, FrameSource.DeviceBytes, default, default, frame);
    }

    /// <summary>Begins the next frame, which has been resized for the network: [height, width, 3], RGB in [0, 1]. Otherwise as above.</summary>
    public void Submit(ReadOnlySpan<float> frame, ReadOnlySpan<int> mask, MaskUse use = MaskUse.Correct)
    {
        RequireFrame(frame.Length, _geometry.Height, _geometry.Width);
        Begin(_slots.Free(), mask, use, FrameSource.Floats, frame, default);
    }

    /// <summary>Waits for the oldest frame in flight and copies its mask.</summary>
    /// <param name="ids">[sourceHeight, sourceWidth]: receives the object id of each pixel, 0 for the background.</param>
    /// <exception cref="InvalidOperationException">There is no such frame.</exception>
    public void Read(Span<int> ids)
    {
        RequireResult(ids.Length);
        _labels ??= new byte[ids.Length];
        ReadLabels(_labels);
        _objects.WriteIds(_labels, ids);
    }

    /// <summary>The same as labels, which is how the device gives it: <c>n</c> for the nth of <see cref="ObjectIds"/>, from 1, and 0 for the
    /// background.</summary>
    /// <param name="labels">[sourceHeight, sourceWidth]</param>
    /// <exception cref="InvalidOperationException">There is no such frame.</exception>
    public void ReadLabels(Span<byte> labels)
    {
        RequireResult(labels.Length);
        _slots.Oldest().Read(labels);
        _slots.RemoveOldest();
    }

    /// <summary>Stops following an object. The others are followed on as before; a later mask may introduce the id again.</summary>
    /// <param name="id">The object's id.</param>
    /// <returns>Whether it was known.</returns>
    /// <exception cref="InvalidOperationException">Frames are in flight.</exception>
    public bool DeleteObject(int id)
    {
        _slots.RequireNone();
        int place = _objects.Remove(id);
        if (place < 0) return false;
        _plans.Clear();
        _lastRun = null;
        if (_objects.Ids.Count > 0)
        {
            _state = _state!.Without(_network, _geometry, place);
            return true;
        }
        _state!.Dispose();
        _state = null;
        return true;
    }

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
    public (Shape Shape, float[] Values)? ReadCaptured(string name)
    {
        Tensor<float>? tensor = name switch
        {
            "state" => _state?.State,
            "key_sum" => _state?.KeySum,
            "sensory" => _state?.Sensory,
            "object_memory" => _state?.ObjectMemory,
            _ => _lastRun?.Captured.GetValueOrDefault(name),
        };
        return tensor is null ? null : (tensor.Shape, tensor.ToArray());
    }

    /// <summary>Ends the session and frees its memory.</summary>
    public void Dispose()
    {
        _slots.Dispose();
        _state?.Dispose();
        _arena.Dispose();
        _memory.Dispose();
    }

    private void RequireResult(int length)
    {
        int pixels = _geometry.SourceHeight * _geometry.SourceWidth;
        if (length != pixels) throw new ArgumentException($"The result has {pixels} pixels, not {length}.");
    }

    private static void RequireFrame(int length, int height, int width)
    {
        if (length != 3 * height * width) throw new ArgumentException($"The frame has {length} numbers; {width}x{height} RGB has {3 * height * width}.");
    }

    /// <summary>Begins a frame, which is given in one of three ways.</summary>
    private void Begin(
        FrameSlot slot, ReadOnlySpan<int> mask, MaskUse use, FrameSource source, ReadOnlySpan<float> floats, ReadOnlySpan<byte> bytes,
        DeviceBuffer? buffer = null)
    {
        int pixels = _geometry.SourceHeight * _geometry.SourceWidth;
        if (!mask.IsEmpty && mask.Length != pixels) throw new ArgumentException($"The mask has {mask.Length} pixels, the frame {pixels}.");
        int segmented = _objects.Ids.Count;
        bool hasMask = !mask.IsEmpty && TakeMask(NearestPixels.Of(mask, _geometry), use);
        slot.Begin(hasObjects: _objects.Ids.Count > 0, source, buffer);
        if (_objects.Ids.Count > 0)
        {
            if (source == FrameSource.Bytes) slot.Pixels!.Write(bytes);
            if (source == FrameSource.Floats) _input.Frame.Write(floats);
            _lastRun = PlanFor(slot, source, segmented, hasMask);
            _lastRun.Run();
            slot.Fetch();
        }

        _slots.Add(slot);
    }

    /// <summary>Takes a mask of the network's size and makes room for new objects; false where it says nothing.</summary>
    private bool TakeMask(ReadOnlySpan<int> mask, MaskUse use)
    {
        SortedSet<int> shown = ObjectTable.ShownIds(mask);
        if (use == MaskUse.Add) shown.ExceptWith(_objects.Ids);
        bool isWhole = use == MaskUse.Replace && _objects.Ids.Count > 0;
        if (shown.Count == 0 && !isWhole) return false;

        int[] added = [.. shown.Except(_objects.Ids)];
        if (_objects.Ids.Count + added.Length is > MostObjects and int count)
            throw new ArgumentException($"With this mask there would be {count} objects, but a session follows at most {MostObjects}.", nameof(mask));
        if (added.Length > 0)
        {
            _state = _state?.Grow(_network, _geometry, added.Length) ?? new SessionState(_network, _geometry, added.Length, introductions: 1);
            _objects.Add(added);
            _plans.Clear();
        }

        _state!.Given.Write([isWhole ? 1 : 0, .. _objects.Ids.Select(id => isWhole || shown.Contains(id) ? 1 : 0)]);
        _input.Mask.Write(_objects.LabelsOf(mask, shown.Contains));
        return true;
    }

    private Plan PlanFor(FrameSlot slot, FrameSource source, int segmented, bool hasMask)
    {
        if (!hasMask && _plans.TryGetValue((slot, source), out Plan? known)) return known;
        Tensor<byte>? pixels = source switch { FrameSource.Bytes => slot.Pixels, FrameSource.DeviceBytes => slot.DevicePixels, _ => null };
        FrameConversion? conversion = pixels is null ? null : _conversion ??= new FrameConversion(_network.Device, _memory, _geometry);
        Plan plan = new FramePlanner(_network, _geometry, _input, _state!, _positions, _bands)
            .Record(slot, pixels, conversion, segmented, hasMask, _capturing, mayMeasure: true);
        plan.Bind(_arena);
        if (!hasMask) _plans[(slot, source)] = Plan = plan;
        return plan;
    }
}
