namespace LiVOS.Runtime;

/// <summary>A group of buffers that are freed together, such as the weights of a network or the state of a session.</summary>
public sealed class DeviceMemory : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];

    /// <summary>Whether memory is only counted, for plans that are recorded but never run.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>The total size of its tensors.</summary>
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
