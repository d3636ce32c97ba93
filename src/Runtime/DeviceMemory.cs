namespace LiVOS.Runtime;

/// <summary>Buffers that are freed together: a network's weights, a session's state.</summary>
public sealed class DeviceMemory : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];

    /// <summary>The size of all buffers.</summary>
    public long Bytes => _buffers.Sum(buffer => buffer.Bytes);

    internal DeviceBuffer Add(DeviceBuffer buffer)
    {
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Frees every buffer.</summary>
    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers) buffer.Dispose();
        _buffers.Clear();
    }
}
