namespace LiVOS.Runtime;

/// <summary>A piece of a device's memory. Its contents at the start are undefined.</summary>
public abstract class DeviceBuffer : IDisposable
{
    /// <summary>The buffer's size.</summary>
    public abstract long Bytes { get; }

    /// <summary>Makes the buffer at least <paramref name="bytes"/> large; growing loses its contents.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory.</exception>
    public abstract void Reserve(long bytes);

    /// <summary>Copies host memory to the buffer. The caller may change that memory afterwards; the device may still be at work.</summary>
    public abstract void Write(long offset, ReadOnlySpan<byte> source);

    /// <summary>Copies the buffer to host memory, as it is when all that was asked of the device before is done.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Sets bytes to 0.</summary>
    public virtual void Clear(long offset, long bytes)
    {
        Span<byte> zeros = stackalloc byte[4096];
        zeros.Clear();
        for (long end = offset + bytes; offset < end; offset += zeros.Length) Write(offset, zeros[..(int)Math.Min(zeros.Length, end - offset)]);
    }

    /// <summary>The address of the first byte where the host can reach the device's memory.</summary>
    /// <exception cref="NotSupportedException">The memory cannot be reached from the host.</exception>
    public abstract nint HostAddress { get; }

    /// <summary>Frees the memory.</summary>
    public abstract void Dispose();
}
