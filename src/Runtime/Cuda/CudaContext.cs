using System.Collections.Concurrent;

namespace LiVOS.Runtime.Cuda;

/// <summary>
/// A device's primary context and its streams. All work on tensors goes through one stream, in order. A second stream copies between the host
/// and staging buffers on the device, so that the first does not wait for the bus.
/// </summary>
internal sealed class CudaContext : IDisposable
{
    private readonly CudaDeviceInfo _info;
    private readonly nint _handle;
    private readonly ConcurrentQueue<Action> _retired = [];
    private volatile bool _disposed;

    public CudaContext(CudaDeviceInfo info)
    {
        _info = info;
        CudaDriver cu = Driver = info.DriverApi;
        cu.Check(cu.cuDevicePrimaryCtxRetain(out _handle, info.Handle), "cuDevicePrimaryCtxRetain");
        try
        {
            using Scope scope = Enter();
            Compute = NewStream();
            Copies = NewStream();
            Recorder = NewStream();
        }
        catch
        {
            cu.cuDevicePrimaryCtxRelease_v2(info.Handle);
            throw;
        }
    }

    public CudaDriver Driver { get; }

    /// <summary>The stream of plans and of all other work on tensors.</summary>
    public nint Compute { get; }

    /// <summary>The stream of copies between the host and staging buffers.</summary>
    public nint Copies { get; }

    /// <summary>The stream that captures graphs; nothing runs in it.</summary>
    public nint Recorder { get; }

    /// <summary>The lock for enqueuing in <see cref="Compute"/> and for captures.</summary>
    public Lock Queue { get; } = new();

    /// <summary>Makes the context current for this thread until the scope ends, then restores the thread's previous context.</summary>
    public Scope Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Driver.Check(Driver.cuCtxPushCurrent_v2(_handle), "cuCtxPushCurrent");
        return new(Driver);
    }

    /// <summary>Waits until all work is done.</summary>
    /// <exception cref="CudaKernelException">A kernel has failed.</exception>
    public void Wait() => Driver.Check(Driver.cuStreamSynchronize(Compute), "cuStreamSynchronize");

    /// <summary>Frees a resource once the device no longer uses it.</summary>
    /// <param name="free">Frees the resource. It is called at most once, in the context; never after the context has ended.</param>
    public void Free(Action free)
    {
        if (_disposed) return;
        if (Driver.cuCtxPushCurrent_v2(_handle) != CudaError.Success) return; // the device is lost, and all in it
        using Scope scope = new(Driver);
        Driver.cuStreamSynchronize(Compute);
        free();
    }

    /// <summary>Frees a resource later, because the finalizer thread must not wait.</summary>
    public void Retire(Action free)
    {
        if (!_disposed) _retired.Enqueue(free);
    }

    /// <summary>Frees the resources that finalizers have queued.</summary>
    public void FreeRetired()
    {
        if (!_retired.IsEmpty) Free(() => { while (_retired.TryDequeue(out Action? free)) free(); });
    }

    public void Dispose()
    {
        FreeRetired();
        Free(() =>
        {
            Driver.cuStreamDestroy_v2(Compute);
            Driver.cuStreamDestroy_v2(Copies);
            Driver.cuStreamDestroy_v2(Recorder);
        });
        _disposed = true;
        Driver.cuDevicePrimaryCtxRelease_v2(_info.Handle);
    }

    private nint NewStream()
    {
        const uint nonBlocking = 1; // does not wait for the default stream, which others in this process may use
        Driver.Check(Driver.cuStreamCreate(out nint stream, nonBlocking), "cuStreamCreate");
        return stream;
    }

    /// <summary>The scope in which the context is current.</summary>
    public readonly ref struct Scope(CudaDriver driver) : IDisposable
    {
        public void Dispose() => driver.cuCtxPopCurrent_v2(out _);
    }
}
