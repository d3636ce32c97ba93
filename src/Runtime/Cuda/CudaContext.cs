using System.Collections.Concurrent;

namespace LiVOS.Runtime.Cuda;

/// <summary>
/// A device's primary context, and the streams in it. Everything that touches tensors goes through one stream, in order; a second one copies
/// between the host and landing places on the device, so that the first need not wait for the bus.
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
        CudaDriver cu = Driver = info.Driver;
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

    /// <summary>The stream of plans, and of whatever else touches tensors.</summary>
    public nint Compute { get; }

    /// <summary>The stream of copies between the host and landing places.</summary>
    public nint Copies { get; }

    /// <summary>The stream in which graphs are captured; nothing runs in it.</summary>
    public nint Recorder { get; }

    /// <summary>Is held by whoever puts something into <see cref="Compute"/>, or captures.</summary>
    public Lock Queue { get; } = new();

    /// <summary>Makes the context current for this thread until the scope ends; the thread may have had another, which comes back then.</summary>
    public Scope Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Driver.Check(Driver.cuCtxPushCurrent_v2(_handle), "cuCtxPushCurrent");
        return new(Driver);
    }

    /// <summary>Waits until all that was asked for is done.</summary>
    /// <exception cref="CudaKernelException">A kernel has failed.</exception>
    public void Wait() => Driver.Check(Driver.cuStreamSynchronize(Compute), "cuStreamSynchronize");

    /// <summary>Frees something that the device may still be working with, when it no longer is.</summary>
    /// <param name="free">Frees it. It is called at most once, in the context; not at all where the context has ended, and all in it.</param>
    public void Free(Action free)
    {
        if (_disposed) return;
        if (Driver.cuCtxPushCurrent_v2(_handle) != CudaError.Success) return; // the device is lost, and all in it
        using Scope scope = new(Driver);
        Driver.cuStreamSynchronize(Compute);
        free();
    }

    /// <summary>Frees something later: finalizers have a thread of their own, which must not wait.</summary>
    public void Retire(Action free)
    {
        if (!_disposed) _retired.Enqueue(free);
    }

    /// <summary>Frees what finalizers have left.</summary>
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

    /// <summary>The time in which the context is current.</summary>
    public readonly ref struct Scope(CudaDriver driver) : IDisposable
    {
        public void Dispose() => driver.cuCtxPopCurrent_v2(out _);
    }
}
