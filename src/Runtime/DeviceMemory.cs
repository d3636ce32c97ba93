namespace LiVOS.Runtime;

/// <summary>Buffers that are freed together: a network's weights, a session's state.</summary>
public sealed class DeviceMemory : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];

    /// <summary>Whether memory is only counted: its tensors can be recorded in plans that are never run.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>The size of all tensors in it.</summary>
    public long Bytes { get; private set; }

    internal void Add(Tensor tensor, Device device)
    {
        Bytes += tensor.Bytes;
        if (CountsOnly) return;
        DeviceBuffer buffer = device.Allocate(tensor.Bytes);
        _buffers.Add(buffer);
        tensor.Place(buffer, 0);
    }

    /// <summary>Frees every buffer.</summary>
    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers) buffer.Dispose();
        _buffers.Clear();
    }
}
