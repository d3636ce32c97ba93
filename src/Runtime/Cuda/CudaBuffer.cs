namespace LiVOS.Runtime.Cuda;

/// <summary>Memory of a CUDA device.</summary>
internal sealed class CudaBuffer : DeviceBuffer
{
    private long _bytes;

    public CudaBuffer(CudaDevice device, long bytes)
    {
        Device = device;
        Reserve(bytes);
    }

    ~CudaBuffer()
    {
        if (Address != 0) Device.Heap.Retire(Address);
    }

    public CudaDevice Device { get; }

    /// <summary>Its address on the device; 0 after <see cref="Dispose"/>.</summary>
    public ulong Address { get; private set; }

    public override long Bytes => _bytes;

    public override nint HostAddress => throw new NotSupportedException($"The memory of {Device.Name} cannot be reached from the host.");

    public override void Reserve(long bytes)
    {
        if (bytes <= _bytes && Address != 0) return;
        using CudaContext.Scope scope = Device.Context.Enter();
        Free();
        Address = Device.Heap.Allocate(Math.Max(bytes, 1));
        _bytes = bytes;
    }

    public override void Write(long offset, ReadOnlySpan<byte> source)
    {
        RequireInside(offset, source.Length);
        if (source.IsEmpty) return;
        using CudaContext.Scope scope = Device.Context.Enter();
        Device.Uploads.Write(Address + (ulong)offset, source);
    }

    public override void Read(long offset, Span<byte> destination)
    {
        RequireInside(offset, destination.Length);
        if (destination.IsEmpty) return;
        using CudaContext.Scope scope = Device.Context.Enter();
        Device.Reads.Read(Address + (ulong)offset, destination);
    }

    public override void Clear(long offset, long bytes)
    {
        RequireInside(offset, bytes);
        if (bytes == 0) return;
        using CudaContext.Scope scope = Device.Context.Enter();
        CudaDriver cu = Device.Context.Driver;
        lock (Device.Context.Queue) cu.Check(cu.cuMemsetD8Async(Address + (ulong)offset, 0, (nuint)bytes, Device.Context.Compute));
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal void RequireInside(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _bytes - length);
    }

    private void Free()
    {
        if (Address != 0) Device.Heap.Free(Address);
        Address = 0;
        _bytes = 0;
    }
}
