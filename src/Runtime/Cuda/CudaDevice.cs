using System.Runtime.CompilerServices;

namespace LiVOS.Runtime.Cuda;

/// <summary>
/// An NVIDIA device, which needs the driver only: it compiles the PTX that the kernel compiler generated. Writes and runs return before the
/// device is done; work runs in the order of the calls.
/// </summary>
public sealed class CudaDevice : Device
{
    private const int LeastForTensorCores = 80;

    private readonly CudaOptions _options;
    private readonly CudaModules _modules;
    private readonly ConditionalWeakTable<Plan, CudaPlan> _plans = [];
    private bool _disposed;

    /// <summary>Opens a device.</summary>
    /// <param name="info">One of <see cref="CudaDevices.Usable"/>.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="CudaException">The driver fails, or the device cannot be used.</exception>
    /// <exception cref="DeviceMemoryException">The device has no memory left.</exception>
    public CudaDevice(CudaDeviceInfo info, CudaOptions? options = null)
    {
        _options = options ?? new CudaOptions();
        if (info.WhyUnusable is string why) throw new CudaException($"{info.Name} ({info}) cannot be used: {why}.");
        if (_options.VectorWidth is not (1 or 4)) throw new ArgumentOutOfRangeException(nameof(options), "A vector has 4 lanes or 1.");
        Info = info;
        Context = new CudaContext(info);
        Heap = new CudaHeap(Context, info);
        _modules = new CudaModules(Context, info, _options);
        try
        {
            using CudaContext.Scope scope = Context.Enter();
            Uploads = new CudaUploads(Context, Heap);
            Reads = new CudaReads(Context, Heap);
        }
        catch
        {
            Heap.Dispose();
            Context.Dispose();
            throw;
        }
    }

    /// <summary>The properties of the device.</summary>
    public CudaDeviceInfo Info { get; }

    /// <inheritdoc/>
    public override string Name => Info.Name;

    /// <inheritdoc/>
    public override string Description => $"{Info.Description}, vectors of {VectorWidth} floats";

    /// <inheritdoc/>
    public override int VectorWidth => _options.VectorWidth;

    /// <inheritdoc/>
    public override int Parallelism => Info.Multiprocessors;

    /// <inheritdoc/>
    public override Schedule Schedule => Schedule.Gpu;

    /// <inheritdoc/>
    public override int SharedElements => Info.SharedBytes / sizeof(float);

    /// <inheritdoc/>
    public override long? DedicatedMemory => Info.MemoryBytes;

    /// <inheritdoc/>
    public override long? AvailableMemory
    {
        get
        {
            using CudaContext.Scope scope = Context.Enter();
            Context.Driver.Check(Context.Driver.cuMemGetInfo_v2(out nuint free, out _), "cuMemGetInfo");
            return (long)free;
        }
    }

    /// <inheritdoc/>
    public override bool RequiresCompilation => true;

    /// <inheritdoc/>
    public override bool HasTensorCores => Info.Capability >= LeastForTensorCores;

    internal CudaContext Context { get; }

    internal CudaHeap Heap { get; }

    internal CudaUploads Uploads { get; }

    internal CudaReads Reads { get; }

    /// <inheritdoc/>
    public override DeviceBuffer Allocate(long bytes) => new CudaBuffer(this, bytes);

    /// <inheritdoc/>
    public override long ScratchBytes(Plan plan) => 0;

    /// <inheritdoc/>
    public override AsyncReadback NewReadback(int bytes)
    {
        using CudaContext.Scope scope = Context.Enter();
        return new CudaReadback(this, bytes);
    }

    /// <summary>Compiles the plan's kernels, unless they are compiled already. Otherwise its first run does.</summary>
    /// <exception cref="CudaBuildException">The driver cannot compile a kernel.</exception>
    public void Prepare(Plan plan)
    {
        using CudaContext.Scope scope = Context.Enter();
        lock (Context.Queue) PlanOf(plan);
    }

    /// <summary>Enqueues a plan after all earlier work of the device, from any thread.</summary>
    /// <param name="plan">A plan that was recorded for this device and bound.</param>
    /// <param name="seconds">Where given, receives the time of each launch; the plan is done on return.</param>
    /// <exception cref="CudaException">The driver cannot compile a kernel, or fails.</exception>
    /// <exception cref="CudaKernelException">An earlier kernel failed.</exception>
    /// <exception cref="DeviceMemoryException">The device's memory ran out.</exception>
    public override void Run(Plan plan, double[]? seconds = null)
    {
        using CudaContext.Scope scope = Context.Enter();
        try
        {
            Context.FreeRetired();
            lock (Context.Queue)
            {
                if (seconds is null) PlanOf(plan).Run();
                else PlanOf(plan).Run(seconds);
            }
        }
        catch (CudaException error) when (error.Code == CudaError.OutOfMemory)
        {
            throw Heap.NoMemory($"ran out of memory ({error.Message})");
        }
    }

    /// <inheritdoc/>
    public override void Wait()
    {
        using CudaContext.Scope scope = Context.Enter();
        Context.Wait();
    }

    /// <summary>Waits for the device and frees its resources, including buffers.</summary>
    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach ((_, CudaPlan plan) in _plans) plan.Free();
        _plans.Clear();
        _modules.Dispose();
        Uploads.Dispose();
        Reads.Dispose();
        Heap.Dispose();
        Context.Dispose();
    }

    private CudaPlan PlanOf(Plan plan)
    {
        if (_plans.TryGetValue(plan, out CudaPlan? known)) return known;
        known = new CudaPlan(this, plan, _modules.Compile(plan.Launches), _options);
        _plans.Add(plan, known);
        return known;
    }
}
