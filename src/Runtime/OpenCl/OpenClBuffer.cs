using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>Memory of an OpenCL device.</summary>
internal sealed unsafe class OpenClBuffer : DeviceBuffer
{
    private const uint Blocking = 1;

    private long _bytes;

    public OpenClBuffer(OpenClDevice device, long bytes)
    {
        Device = device;
        Reserve(bytes);
    }

    ~OpenClBuffer() => Free();

    public OpenClDevice Device { get; }

    /// <summary>The memory object; null after <see cref="Dispose"/>. Growing creates a new one, so that kernels notice the change.</summary>
    public OpenClMemory? Memory { get; private set; }

    public override long Bytes => _bytes;

    public override nint HostAddress => throw new NotSupportedException($"The memory of {Device.Name} cannot be reached from the host.");

    public override void Reserve(long bytes)
    {
        if (bytes <= _bytes && Memory is not null) return;
        Free();
        Memory = Device.AllocateMemory(Math.Max(bytes, 1));
        _bytes = bytes;
    }

    public override void Write(long offset, ReadOnlySpan<byte> source)
    {
        RequireInside(offset, source.Length);
        if (source.IsEmpty) return;
        fixed (byte* from = source)
            Check(clEnqueueWriteBuffer(Device.Queue, Memory!.Handle, Blocking, (nuint)offset, (nuint)source.Length, from, 0, null, null));
    }

    public override void Read(long offset, Span<byte> destination)
    {
        RequireInside(offset, destination.Length);
        if (destination.IsEmpty) return;
        fixed (byte* to = destination)
            Check(clEnqueueReadBuffer(Device.Queue, Memory!.Handle, Blocking, (nuint)offset, (nuint)destination.Length, to, 0, null, null));
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void RequireInside(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _bytes - length);
    }

    private void Free()
    {
        if (Memory is not null) Device.FreeMemory(Memory);
        Memory = null;
        _bytes = 0;
    }
}

/// <summary>A memory object. Unlike its handle, its identity is never reused.</summary>
/// <param name="handle">OpenCL's handle.</param>
/// <param name="bytes">Its size.</param>
internal sealed class OpenClMemory(nint handle, long bytes)
{
    public nint Handle { get; } = handle;

    public long Bytes { get; } = bytes;
}
