namespace LiVOS.Runtime;

/// <summary>A piece of a device's memory. Its contents at the start are undefined.</summary>
public abstract class DeviceBuffer : IDisposable
{
    /// <summary>The buffer's size.</summary>
    public abstract long Bytes { get; }

    /// <summary>Makes the buffer at least <paramref name="bytes"/> large; growing loses its contents.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory.</exception>
    public abstract void Reserve(long bytes);

    /// <summary>Copies host memory to the buffer.</summary>
    public abstract void Write(long offset, ReadOnlySpan<byte> source);

    /// <summary>Copies the buffer to host memory.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>The address of the first byte where the host can reach the device's memory.</summary>
    /// <exception cref="NotSupportedException">The memory cannot be reached from the host.</exception>
    public abstract nint HostAddress { get; }

    /// <summary>Frees the memory.</summary>
    public abstract void Dispose();
}
