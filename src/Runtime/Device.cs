namespace LiVOS.Runtime;

/// <summary>A device that runs kernels: it allocates memory and runs plans.</summary>
public abstract class Device : IDisposable
{
    /// <summary>Its name on the command line, e.g. <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A description for people.</summary>
    public abstract string Description { get; }

    /// <summary>The lanes of the widest vector that its kernels use: 16, 8, 4 or 1.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>Roughly how many groups it runs at the same time.</summary>
    public abstract int Parallelism { get; }

    /// <summary>The implementations of heavy kernels that suit it.</summary>
    public abstract Schedule Schedule { get; }

    /// <summary>The largest <see cref="Language.LaunchShape.DynamicShared"/> of a group, in elements of 4 bytes.</summary>
    public abstract int SharedElements { get; }

    /// <summary>The size of its own memory; null where it works in host memory.</summary>
    public virtual long? DedicatedMemory => null;

    /// <summary>The free part of <see cref="DedicatedMemory"/>, less the use of other processes where the driver reports it; null where it works in host
    /// memory.</summary>
    public virtual long? AvailableMemory => DedicatedMemory;

    /// <summary>Whether a driver compiles its kernels before they first run, which takes time.</summary>
    public virtual bool RequiresCompilation => false;

    /// <summary>Whether its warps can multiply small matrices (<see cref="Language.TensorCore"/>) and copy asynchronously
    /// (<see cref="Language.AsyncCopy"/>).</summary>
    public virtual bool HasTensorCores => false;

    /// <summary>Whether its kernels take tensors that memory holds as halves (<see cref="Tensor.InHalves"/>): those for groups of many items do.</summary>
    public virtual bool HoldsHalves => Schedule == Schedule.Gpu;

    /// <summary>Allocates <paramref name="bytes"/> of memory, with undefined contents.</summary>
    /// <exception cref="DeviceMemoryException">The device does not have that much memory.</exception>
    public abstract DeviceBuffer Allocate(long bytes);

    /// <summary>The memory that the device's threads need in addition to the plan's tensors.</summary>
    public abstract long ScratchBytes(Plan plan);

    /// <summary>
    /// Runs a plan after all earlier work of the device, from any thread. The device may still be running when this returns: later reads see what the plan
    /// wrote, and later reads, runs or <see cref="Wait"/> throw its errors.
    /// </summary>
    /// <param name="plan">A plan that was recorded for this device and bound.</param>
    /// <param name="seconds">Where given, receives the time of each launch; the plan is done on return.</param>
    public abstract void Run(Plan plan, double[]? seconds = null);

    /// <summary>Waits until the device has finished all its work.</summary>
    public virtual void Wait()
    {
    }

    /// <summary>Creates a host buffer for copies of tensors that arrive while the device keeps running.</summary>
    /// <param name="bytes">The size of the largest tensor.</param>
    /// <exception cref="DeviceMemoryException">There is not enough memory.</exception>
    public virtual AsyncReadback NewReadback(int bytes) => new(bytes);

    /// <summary>Creates a tensor in its own memory, which lives until <paramref name="owner"/> is disposed.</summary>
    /// <param name="name">A name for reports.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="owner">What frees it.</param>
    /// <param name="inHalves">Whether memory holds its floats as halves (<see cref="Tensor.InHalves"/>).</param>
    public Tensor<T> NewTensor<T>(string name, Shape shape, DeviceMemory owner, bool inHalves = false) where T : unmanaged
    {
        var tensor = new Tensor<T>(name, shape, intermediate: false, inHalves);
        owner.Add(tensor, this);
        return tensor;
    }

    /// <summary>Frees the device's resources.</summary>
    public abstract void Dispose();
}
