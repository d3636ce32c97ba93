using System.Runtime.CompilerServices;
using static LiVOS.Runtime.OpenCl.OpenClException;
using static LiVOS.Runtime.OpenCl.OpenClLibrary;

namespace LiVOS.Runtime.OpenCl;

/// <summary>An OpenCL device. The driver compiles the OpenCL C that the kernel compiler generated.</summary>
public sealed unsafe class OpenClDevice : Device
{
    private readonly nint _context, _queue;
    private readonly OpenClPrograms _programs;
    private readonly ConditionalWeakTable<Plan, PlanKernels> _kernels = [];
    private readonly Lock _running = new();
    private nint _profilingQueue;
    private long _allocated;
    private bool _disposed;

    /// <summary>Opens a device.</summary>
    /// <param name="info">One of <see cref="OpenClDevices.Usable"/>.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="OpenClException">The driver fails, or the device cannot be used.</exception>
    public OpenClDevice(OpenClDeviceInfo info, OpenClOptions? options = null)
    {
        options ??= new OpenClOptions();
        if (info.WhyUnusable is string why) throw new OpenClException($"{info.Name} ({info}) cannot be used: {why}.");
        if (options.VectorWidth is not (null or 1 or 4 or 8 or 16)) throw new ArgumentOutOfRangeException(nameof(options), "A vector has 16, 8, 4 or 1 lanes.");
        Info = info;
        VectorWidth = options.VectorWidth ?? info.VectorWidth;
        Schedule = options.Schedule ?? (info.Kind == DeviceKind.Processor ? Schedule.Cpu : Schedule.Gpu);

        nint device = info.Handle;
        _context = Created(clCreateContext(null, 1, &device, 0, 0, out int error), error);
        _queue = NewQueue(properties: 0);
        _programs = new OpenClPrograms(_context, info, options);
    }

    /// <summary>The properties of the device.</summary>
    public OpenClDeviceInfo Info { get; }

    /// <inheritdoc/>
    public override string Name => Info.Name;

    /// <inheritdoc/>
    public override string Description => $"{Info}, {Info.ComputeUnits} compute units, vectors of {VectorWidth} floats";

    /// <inheritdoc/>
    public override int VectorWidth { get; }

    /// <inheritdoc/>
    public override int Parallelism => Info.Parallelism;

    /// <inheritdoc/>
    public override Schedule Schedule { get; }

    /// <inheritdoc/>
    public override int SharedElements => (int)Math.Min(Info.LocalMemoryBytes / sizeof(float), int.MaxValue);

    /// <inheritdoc/>
    public override long? DedicatedMemory => Info.SharesHostMemory ? null : Info.MemoryBytes;

    /// <inheritdoc/>
    public override long? AvailableMemory => DedicatedMemory - Interlocked.Read(ref _allocated);

    /// <inheritdoc/>
    public override bool RequiresCompilation => true;

    /// <summary>The in-order queue of all unprofiled work.</summary>
    /// <exception cref="ObjectDisposedException">The device is disposed of: the driver would crash.</exception>
    internal nint Queue
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _queue;
        }
    }

    /// <inheritdoc/>
    public override DeviceBuffer Allocate(long bytes) => new OpenClBuffer(this, bytes);

    /// <inheritdoc/>
    public override long ScratchBytes(Plan plan) => 0;

    /// <summary>Compiles the plan's kernels, unless they are compiled already. Otherwise its first run does.</summary>
    /// <exception cref="OpenClBuildException">The driver cannot compile a kernel.</exception>
    public void Prepare(Plan plan)
    {
        lock (_running) KernelsOf(plan);
    }

    /// <summary>Runs a plan and waits until it is done. Calls from several threads run one after another.</summary>
    /// <param name="plan">A plan that was recorded for this device and bound.</param>
    /// <param name="seconds">Where given, receives the time of each launch.</param>
    /// <exception cref="OpenClException">The driver cannot compile a kernel, or fails.</exception>
    /// <exception cref="DeviceMemoryException">The device's memory ran out.</exception>
    public override void Run(Plan plan, double[]? seconds = null)
    {
        lock (_running) RunAlone(plan, seconds);
    }

    /// <summary>Frees the queue, the programs and the context. Buffers and plans keep their objects until they are freed themselves.</summary>
    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach ((_, PlanKernels kernels) in _kernels) kernels.Dispose();
        _kernels.Clear();
        _programs.Dispose();
        if (_profilingQueue != 0) clReleaseCommandQueue(_profilingQueue);
        clReleaseCommandQueue(_queue);
        clReleaseContext(_context);
    }

    /// <summary>Commits the memory at once, so that a shortage is reported here and not by a kernel.</summary>
    internal OpenClMemory AllocateMemory(long bytes)
    {
        const ulong contentUndefined = 1 << 1;
        if (bytes > Info.MemoryBytes - Interlocked.Read(ref _allocated)) throw NoMemory(bytes);
        nint queue = Queue, handle = clCreateBuffer(_context, 0, (nuint)bytes, null, out int error);
        if (error == OpenClError.Success && (error = clEnqueueMigrateMemObjects(queue, 1, &handle, contentUndefined, 0, null, null)) != OpenClError.Success)
            clReleaseMemObject(handle);
        if (OpenClError.IsOfMemory(error)) throw NoMemory(bytes);
        Check(error, $"clCreateBuffer of {bytes} bytes");
        Interlocked.Add(ref _allocated, bytes);
        return new OpenClMemory(handle, bytes);
    }

    internal void FreeMemory(OpenClMemory memory)
    {
        clReleaseMemObject(memory.Handle);
        Interlocked.Add(ref _allocated, -memory.Bytes);
    }

    private void RunAlone(Plan plan, double[]? seconds)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        PlanKernels kernels = KernelsOf(plan);
        try
        {
            Action<OpenClProgram>? onRun = _programs.HasNew ? _programs.OnRun : null;
            if (seconds is null) kernels.Run(Queue, onRun);
            else kernels.Run(ProfilingQueue, onRun, seconds);
        }
        catch (OpenClException error) when (error.Code == OpenClError.MemoryAllocationFailure)
        {
            throw new DeviceMemoryException($"{Name} ({Info}) ran out of memory: {error.Message}; use a smaller frame size, fewer objects, or another device.");
        }

        _programs.Save();
    }

    private nint ProfilingQueue => _profilingQueue != 0 ? _profilingQueue : _profilingQueue = NewQueue(properties: 1 << 1);

    private nint NewQueue(ulong properties) => Created(clCreateCommandQueue(_context, Info.Handle, properties, out int error), error);

    private PlanKernels KernelsOf(Plan plan)
    {
        if (_kernels.TryGetValue(plan, out PlanKernels? kernels)) return kernels;
        kernels = new PlanKernels(this, plan, _programs.Compile(plan.Launches, VectorWidth));
        _kernels.Add(plan, kernels);
        return kernels;
    }

    private DeviceMemoryException NoMemory(long bytes)
    {
        long used = Interlocked.Read(ref _allocated);
        return new DeviceMemoryException(
            $"{Name} ({Info}) does not have enough memory for a buffer of {bytes / 1e6:F0} MB: it has {Info.MemoryBytes / 1e6:F0} MB, of which "
            + $"{used / 1e6:F0} MB are in use here, and guarantees buffers of up to {Info.MaxAllocationBytes / 1e6:F0} MB; "
            + "use a smaller frame size, fewer objects, or another device.");
    }
}
