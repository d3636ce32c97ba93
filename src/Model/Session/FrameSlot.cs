using System.Runtime.InteropServices;
using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>The buffers of one frame on its way through the device: its bytes go up, its mask comes down.</summary>
internal sealed class FrameSlot : IDisposable
{
    private readonly Device _device;
    private readonly DeviceMemory _memory;
    private readonly FrameGeometry _geometry;
    private AsyncReadback? _readback; // of the mask, from a device with memory of its own
    private long _readbackBytes;

    public FrameSlot(Device device, DeviceMemory memory, FrameGeometry geometry)
    {
        _device = device;
        _memory = memory;
        _geometry = geometry;
        Ids = device.NewTensor<byte>("ids", new Shape(1, geometry.SourceHeight, geometry.SourceWidth, 1), memory);
    }

    /// <summary>[1, sourceHeight, sourceWidth, 3]: RGB; null until a frame was given as bytes.</summary>
    public Tensor<byte>? Pixels { get; private set; }

    /// <summary>[sourceHeight, sourceWidth]: object ids, where all are bytes.</summary>
    public Tensor<byte> Ids { get; }

    /// <summary>[sourceHeight, sourceWidth]: object ids, where some are above 255; null until there were such.</summary>
    public Tensor<int>? WideIds { get; private set; }

    /// <summary>What the frame's mask is in.</summary>
    public MaskKind Mask { get; private set; }

    /// <summary>Begins a frame.</summary>
    /// <param name="objectIds">The ids that its mask may have.</param>
    /// <param name="fromBytes">Whether it is given as bytes.</param>
    public void Begin(List<int> objectIds, bool fromBytes)
    {
        if (fromBytes) Pixels ??= _device.NewTensor<byte>("pixels", new Shape(1, _geometry.SourceHeight, _geometry.SourceWidth, 3), _memory);
        Mask = objectIds.Count == 0 ? MaskKind.Empty : MaskKind.Bytes;
        foreach (int id in objectIds)
            if (id is < 0 or > byte.MaxValue) Mask = MaskKind.Ints;
        if (Mask == MaskKind.Ints) WideIds ??= _device.NewTensor<int>("ids above 255", Ids.Shape, _memory);
    }

    /// <summary>Begins to copy the mask off a device with memory of its own: the next frame may run while it is on its way.</summary>
    public void Fetch()
    {
        if (_device.DedicatedMemory is null || Mask == MaskKind.Empty) return;
        Tensor mask = Mask == MaskKind.Ints ? WideIds! : Ids;
        if (_readbackBytes < mask.Bytes)
        {
            _readback?.Dispose();
            _readbackBytes = mask.Bytes;
            _readback = _device.NewReadback((int)mask.Bytes);
        }

        _readback!.Begin(mask);
    }

    /// <summary>Copies the mask.</summary>
    public void Read(Span<int> ids)
    {
        switch (Mask)
        {
            case MaskKind.Empty:
                ids.Clear();
                break;
            case MaskKind.Ints:
                Copy(WideIds!, ids);
                break;
            default:
                // The bytes come into the last quarter of the ints: there the ints that are written never reach one that has not been read.
                Span<byte> bytes = MemoryMarshal.AsBytes(ids)[(3 * ids.Length)..];
                Copy(Ids, bytes);
                for (int i = 0; i < ids.Length; i++) ids[i] = bytes[i];
                break;
        }
    }

    /// <summary>Copies the mask.</summary>
    /// <exception cref="InvalidOperationException">An id is above 255.</exception>
    public void Read(Span<byte> ids)
    {
        if (Mask == MaskKind.Ints) throw new InvalidOperationException("There are object ids above 255: read them as ints.");
        if (Mask == MaskKind.Empty) ids.Clear();
        else Copy(Ids, ids);
    }

    /// <inheritdoc/>
    public void Dispose() => _readback?.Dispose();

    private void Copy<T>(Tensor<T> mask, Span<T> ids) where T : unmanaged
    {
        if (_readback is null) mask.Read(ids);
        else _readback.Wait<T>().CopyTo(ids);
    }
}

/// <summary>What a frame's mask is in.</summary>
internal enum MaskKind
{
    /// <summary>There are no objects yet.</summary>
    Empty,

    /// <summary><see cref="FrameSlot.Ids"/>.</summary>
    Bytes,

    /// <summary><see cref="FrameSlot.WideIds"/>.</summary>
    Ints,
}
