using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using LiVOS.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>
/// Any accelerator of ILGPU: one of the program's own, to which segmentation is added, or one that <see cref="IlgpuProvider"/> opens. ILGPU
/// compiles the kernels, from the same C# files as this project's compiler. All work goes through one stream, in order.
/// </summary>
public sealed class IlgpuDevice : Device
{
    private const int LeastForTensorCores = 8; // sm_80

    private readonly IlgpuOptions _options;
    private readonly IlgpuKernels _kernels;
    private readonly ConditionalWeakTable<Plan, IlgpuPlan> _plans = [];
    private readonly Lock _running = new();
    private readonly bool _ownsAccelerator;
    private bool _disposed;

    /// <summary>Adds segmentation to an accelerator, which stays the caller's: disposing this device leaves it.</summary>
    /// <param name="accelerator">The accelerator. Its context must come from a builder with <see cref="ContextBuilders.EnableLivos"/>.</param>
    /// <param name="options">The options.</param>
    public IlgpuDevice(Accelerator accelerator, IlgpuOptions? options = null) : this(accelerator, options ?? new(), ownsAccelerator: false)
    {
    }

    internal IlgpuDevice(Accelerator accelerator, IlgpuOptions options, bool ownsAccelerator)
    {
        if (options.VectorWidth is not (1 or 4)) throw new ArgumentOutOfRangeException(nameof(options), "A vector has 4 lanes or 1.");
        if (WhyUnsafe(accelerator.AcceleratorType, accelerator.Context.Properties.OptimizationLevel) is string why) throw new IlgpuException(why);
        (Accelerator, _options, _ownsAccelerator) = (accelerator, options, ownsAccelerator);
        Stream = options.Stream ?? accelerator.CreateStream();
        HasMarkers = accelerator.Context.Properties.EnableProfiling;
        Staging = new IlgpuStaging(accelerator, Stream);
        _kernels = new IlgpuKernels(accelerator, options);
    }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The stream of all work of this device.</summary>
    public AcceleratorStream Stream { get; }

    /// <inheritdoc/>
    public override string Name => _options.Name;

    /// <inheritdoc/>
    public override string Description => $"{Accelerator.Name} ({Accelerator.AcceleratorType}) by ILGPU, vectors of {VectorWidth} floats";

    /// <inheritdoc/>
    public override int VectorWidth => _options.VectorWidth;

    /// <inheritdoc/>
    public override int Parallelism => Accelerator.NumMultiprocessors;

    /// <inheritdoc/>
    public override Schedule Schedule => Schedule.Gpu;

    /// <inheritdoc/>
    public override int SharedElements => Accelerator.MaxSharedMemoryPerGroup / sizeof(float);

    /// <inheritdoc/>
    public override long? DedicatedMemory => Accelerator is CPUAccelerator ? null : Accelerator.MemorySize;

    /// <inheritdoc/>
    public override long? AvailableMemory => Accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() : DedicatedMemory;

    /// <inheritdoc/>
    public override bool RequiresCompilation => true;

    /// <inheritdoc/>
    public override bool HasTensorCores => _options.TensorCores && Accelerator is CudaAccelerator { Architecture.Major: >= LeastForTensorCores };

    /// <inheritdoc/>
    public override bool HoldsHalves => false; // ILGPU compiles the kernels over floats

    internal IlgpuStaging Staging { get; }

    /// <summary>Whether the stream can hold markers of the accelerator's time.</summary>
    internal bool HasMarkers { get; }

    /// <summary>A buffer of the caller's as memory of this device, without a copy.</summary>
    /// <param name="view">The caller's memory, of this accelerator. It stays the caller's.</param>
    public DeviceBuffer Wrap(ArrayView<byte> view) => view.GetAccelerator() == Accelerator
        ? new IlgpuBuffer(this, view)
        : throw new ArgumentException($"The view is not in the memory of {Accelerator.Name}.", nameof(view));

    /// <inheritdoc/>
    public override DeviceBuffer Allocate(long bytes) => new IlgpuBuffer(this, bytes);

    /// <inheritdoc/>
    public override long ScratchBytes(Plan plan) => 0;

    /// <inheritdoc/>
    public override AsyncReadback NewReadback(int bytes) => new IlgpuReadback(this, bytes);

    /// <inheritdoc/>
    /// <exception cref="IlgpuException">ILGPU cannot compile a kernel, or the driver fails.</exception>
    public override void Run(Plan plan, double[]? seconds = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_running) RunAlone(plan, seconds);
    }

    private void RunAlone(Plan plan, double[]? seconds)
    {
        if (!_plans.TryGetValue(plan, out IlgpuPlan? prepared))
        {
            prepared = new IlgpuPlan(this, plan, _kernels.Compile(plan.Launches));
            _plans.Add(plan, prepared);
        }

        if (seconds is null) prepared.Run();
        else prepared.Run(seconds);
    }

    /// <inheritdoc/>
    public override void Wait()
    {
        try
        {
            Stream.Synchronize();
        }
        catch (Exception error) when (error is AcceleratorException or AggregateException)
        {
            throw IlgpuException.Of($"{Name}: a kernel failed", error);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Staging.Dispose();
        if (_options.Stream is null) Stream.Dispose();
        if (!_ownsAccelerator) return;
        Context context = Accelerator.Context;
        Accelerator.Dispose();
        context.Dispose();
    }

    /// <summary>The reason why kernels must not be compiled in a context (docs/ilgpu.md); null if they may.</summary>
    internal static string? WhyUnsafe(AcceleratorType type, OptimizationLevel level) => type == AcceleratorType.Cuda && level > OptimizationLevel.O1
        ? $"The context optimizes at {level}, at which ILGPU 1.5 tells CUDA that branches are uniform which depend on an item's index; "
            + "take OptimizationLevel.O1."
        : null;

    /// <summary>Allocates bytes.</summary>
    /// <exception cref="DeviceMemoryException">The accelerator does not have that much memory.</exception>
    internal MemoryBuffer1D<byte, Stride1D.Dense> AllocateBytes(long bytes)
    {
        try
        {
            return Accelerator.Allocate1D<byte>(bytes);
        }
        catch (Exception error) when (error is AcceleratorException or OutOfMemoryException)
        {
            throw new DeviceMemoryException(
                $"{Name} ({Accelerator.Name}) cannot allocate {bytes / 1e6:F0} MB; reduce the frames' size (--size) or take another device.");
        }
    }

    /// <summary>The bytes of a tensor.</summary>
    internal ArrayView<byte> ViewOf(Tensor tensor) => BufferOf(tensor).View.SubView(tensor.Offset, tensor.Bytes);

    /// <summary>The buffer of a tensor.</summary>
    internal IlgpuBuffer BufferOf(Tensor tensor) => tensor.Placed is IlgpuBuffer buffer && buffer.Device == this
        ? buffer
        : throw new InvalidOperationException($"The tensor '{tensor.Name}' is not in the memory of {Name}.");
}
