using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The buffers of one frame on its way through the device: its bytes go up, its labels come down.</summary>
internal sealed class FrameSlot : IDisposable
{
    private readonly Device _device;
    private readonly DeviceMemory _memory;
    private readonly FrameGeometry _geometry;
    private AsyncReadback? _readback; // of the labels, from a device with memory of its own
    private bool _hasObjects;

    public FrameSlot(Device device, DeviceMemory memory, FrameGeometry geometry)
    {
        _device = device;
        _memory = memory;
        _geometry = geometry;
        Labels = device.NewTensor<byte>("labels", new Shape(1, geometry.SourceHeight, geometry.SourceWidth, 1), memory);
    }

    /// <summary>[1, sourceHeight, sourceWidth, 3]: RGB; null until a frame was given as bytes.</summary>
    public Tensor<byte>? Pixels { get; private set; }

    /// <summary>The same in the caller's buffer; null until a frame was given in one.</summary>
    public Tensor<byte>? DevicePixels { get; private set; }

    /// <summary>[sourceHeight, sourceWidth]: the most probable plane of each pixel.</summary>
    public Tensor<byte> Labels { get; }

    /// <summary>Begins a frame.</summary>
    /// <param name="hasObjects">Whether there are objects yet; without, all labels are 0.</param>
    /// <param name="source">What it is given as.</param>
    /// <param name="buffer">The caller's, where the frame is in one.</param>
    public void Begin(bool hasObjects, FrameSource source, DeviceBuffer? buffer)
    {
        var shape = new Shape(1, _geometry.SourceHeight, _geometry.SourceWidth, 3);
        if (source == FrameSource.Bytes) Pixels ??= _device.NewTensor<byte>("pixels", shape, _memory);
        if (buffer is not null)
        {
            DevicePixels ??= Tensor<byte>.In(buffer, "pixels", shape);
            DevicePixels.MoveTo(buffer);
        }

        _hasObjects = hasObjects;
    }

    /// <summary>Begins to copy the labels off a device with memory of its own: the next frame may run while they are on their way.</summary>
    public void Fetch()
    {
        if (_device.DedicatedMemory is null || !_hasObjects) return;
        _readback ??= _device.NewReadback((int)Labels.Bytes);
        _readback.Begin(Labels);
    }

    /// <summary>Copies the labels.</summary>
    public void Read(Span<byte> labels)
    {
        if (!_hasObjects) labels.Clear();
        else if (_readback is null) Labels.Read(labels);
        else _readback.Wait<byte>().CopyTo(labels);
    }

    /// <inheritdoc/>
    public void Dispose() => _readback?.Dispose();
}
