namespace LiVOS.Runtime.Cuda;

/// <summary>
/// A staging buffer between tensors and host arrays: pinned host memory, a buffer of the same size on the device, and events for the arrival
/// and the departure of bytes. The compute stream only copies between the device's buffer and tensors, which takes microseconds. The copy
/// stream does the slower copies over the bus.
/// </summary>
internal sealed unsafe class CudaStaging : IDisposable
{
    private readonly CudaContext _context;
    private readonly CudaHeap _heap;
    private readonly nint _landed, _left;
    private readonly nint _host;
    private readonly ulong _landing;

    public CudaStaging(CudaContext context, CudaHeap heap, int bytes)
    {
        const uint withoutTimes = 2;
        _context = context;
        _heap = heap;
        Bytes = bytes;
        CudaDriver cu = context.Driver;
        _landing = heap.Allocate(bytes);
        int code = cu.cuMemAllocHost_v2(out _host, (nuint)bytes);
        if (code == CudaError.OutOfMemory) throw heap.NoMemory($"cannot have {bytes / 1e6:F0} MB of the machine's memory for copies");
        cu.Check(code, "cuMemAllocHost");
        cu.Check(cu.cuEventCreate(out _landed, withoutTimes));
        cu.Check(cu.cuEventCreate(out _left, withoutTimes));
    }

    public int Bytes { get; }

    /// <summary>The pinned host memory.</summary>
    public Span<byte> Host => new((void*)_host, Bytes);

    /// <summary>Sends bytes of <see cref="Host"/> to a tensor, after earlier work of the device.</summary>
    public void Send(int start, int bytes, ulong destination)
    {
        CudaDriver cu = _context.Driver;
        cu.Check(cu.cuMemcpyHtoDAsync_v2(_landing + (ulong)start, (byte*)_host + start, (nuint)bytes, _context.Copies));
        cu.Check(cu.cuEventRecord(_landed, _context.Copies));
        lock (_context.Queue)
        {
            cu.Check(cu.cuStreamWaitEvent(_context.Compute, _landed, 0));
            cu.Check(cu.cuMemcpyDtoDAsync_v2(destination, _landing + (ulong)start, (nuint)bytes, _context.Compute));
            cu.Check(cu.cuEventRecord(_left, _context.Compute));
        }
    }

    /// <summary>Fetches bytes of a tensor to <see cref="Host"/>, after earlier work of the device.</summary>
    public void Fetch(ulong source, int bytes)
    {
        CudaDriver cu = _context.Driver;
        lock (_context.Queue)
        {
            cu.Check(cu.cuMemcpyDtoDAsync_v2(_landing, source, (nuint)bytes, _context.Compute));
            cu.Check(cu.cuEventRecord(_landed, _context.Compute));
        }

        cu.Check(cu.cuStreamWaitEvent(_context.Copies, _landed, 0));
        cu.Check(cu.cuMemcpyDtoHAsync_v2((void*)_host, _landing, (nuint)bytes, _context.Copies));
        cu.Check(cu.cuEventRecord(_left, _context.Copies));
    }

    /// <summary>Waits until all bytes have arrived.</summary>
    public void Wait()
    {
        CudaDriver cu = _context.Driver;
        cu.Check(cu.cuEventSynchronize(_left));
    }

    public void Dispose()
    {
        CudaDriver cu = _context.Driver;
        _context.Free(() =>
        {
            cu.cuStreamSynchronize(_context.Copies);
            cu.cuEventDestroy_v2(_landed);
            cu.cuEventDestroy_v2(_left);
            cu.cuMemFreeHost(_host);
        });
        _heap.Free(_landing);
    }
}
