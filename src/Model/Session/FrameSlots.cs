using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The frames in flight: submitted, their masks not yet read; up to two. The second one's buffers are made when it is first needed.</summary>
/// <param name="device">What computes.</param>
/// <param name="memory">Owns the buffers.</param>
/// <param name="geometry">The sizes.</param>
internal sealed class FrameSlots(Device device, DeviceMemory memory, FrameGeometry geometry) : IDisposable
{
    private readonly FrameSlot _first = new(device, memory, geometry);
    private readonly Queue<FrameSlot> _submitted = new(2);
    private FrameSlot? _second;

    /// <summary>Buffers that no submitted frame is in.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public FrameSlot Free() => _submitted.Count switch
    {
        0 => _first,
        1 => _submitted.Peek() == _first ? _second ??= new FrameSlot(device, memory, geometry) : _first,
        _ => throw new InvalidOperationException("Two frames are already in flight; read one before the next."),
    };

    /// <summary>Adds a frame that has begun.</summary>
    public void Add(FrameSlot slot) => _submitted.Enqueue(slot);

    /// <summary>The frame that was submitted first.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public FrameSlot Oldest() =>
        _submitted.TryPeek(out FrameSlot? slot) ? slot : throw new InvalidOperationException("No frame is in flight.");

    /// <summary>Frees the oldest frame's buffers.</summary>
    public void RemoveOldest() => _submitted.Dequeue();

    /// <summary>Frees what is beside the device's memory.</summary>
    public void Dispose()
    {
        _first.Dispose();
        _second?.Dispose();
    }

    /// <summary>Requires that there are no submitted frames.</summary>
    /// <exception cref="InvalidOperationException">There are.</exception>
    public void RequireNone()
    {
        if (_submitted.Count > 0) throw new InvalidOperationException("A frame is in flight; read it before the next step.");
    }
}
