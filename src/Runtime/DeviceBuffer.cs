namespace LiVOS.Runtime;

/// <summary>A block of device memory. Its contents are undefined at first.</summary>
public abstract class DeviceBuffer : IDisposable
{
    /// <summary>The size of the buffer.</summary>
    public abstract long Bytes { get; }

    /// <summary>Makes the buffer at least <paramref name="bytes"/> large; growing discards its contents.</summary>
    /// <exception cref="DeviceMemoryException">The device does not have that much memory.</exception>
    public abstract void Reserve(long bytes);

    /// <summary>Copies host memory to the buffer. The caller may then reuse that memory, even while the device is still running.</summary>
    public abstract void Write(long offset, ReadOnlySpan<byte> source);

    /// <summary>Copies the buffer to host memory, after all earlier work of the device.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Sets bytes to 0.</summary>
    public virtual void Clear(long offset, long bytes)
    {
        Span<byte> zeros = stackalloc byte[4096];
        zeros.Clear();
        for (long end = offset + bytes; offset < end; offset += zeros.Length) Write(offset, zeros[..(int)Math.Min(zeros.Length, end - offset)]);
    }

    /// <summary>The address of the first byte, if the host can reach the memory.</summary>
    /// <exception cref="NotSupportedException">The host cannot reach the memory.</exception>
    public abstract nint HostAddress { get; }

    /// <summary>Frees the memory.</summary>
    public abstract void Dispose();
}
