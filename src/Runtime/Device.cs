namespace LiVOS.Runtime;

/// <summary>Something that runs kernels: gives memory, and runs plans.</summary>
public abstract class Device : IDisposable
{
    /// <summary>How the command line names it, e.g. <c>cpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, for people.</summary>
    public abstract string Description { get; }

    /// <summary>The lanes of the widest vector that its kernels run with: 16, 8, 4 or 1.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>About how many groups it works on at a time.</summary>
    public abstract int Parallelism { get; }

    /// <summary>The way in which heavy kernels are cut into pieces for it.</summary>
    public abstract Schedule Schedule { get; }

    /// <summary>The largest <see cref="Language.LaunchShape.DynamicShared"/>, in elements of 4 bytes, that a group can have.</summary>
    public abstract int SharedElements { get; }

    /// <summary>The memory that it has beside the machine's own; null where it works in that.</summary>
    public virtual long? OwnMemory => null;

    /// <summary>What of <see cref="OwnMemory"/> nobody has taken, other processes included where the driver tells; null where it works in the machine's own.</summary>
    public virtual long? AvailableMemory => OwnMemory;

    /// <summary>Whether a driver compiles kernels for it, which takes time before they first run.</summary>
    public virtual bool Compiles => false;

    /// <summary>Whether its warps can multiply small matrices (<see cref="Language.TensorCore"/>) and copy asynchronously (<see cref="Language.AsyncCopy"/>).</summary>
    public virtual bool HasTensorCores => false;

    /// <summary>Memory of <paramref name="bytes"/>, undefined at the start.</summary>
    /// <exception cref="DeviceMemoryException">The device has not that much memory.</exception>
    public abstract DeviceBuffer Allocate(long bytes);

    /// <summary>The memory that the device's threads need beside the plan's tensors.</summary>
    public abstract long ScratchBytes(Plan plan);

    /// <summary>
    /// Runs a plan behind all that was asked of the device before. The device may still be at work when this returns: what is read later is what
    /// the plan has written, and reads, later runs or <see cref="Wait"/> throw what went wrong.
    /// </summary>
    /// <param name="plan">A plan that was recorded for this device and bound.</param>
    /// <param name="seconds">Where given, receives the time that each launch took; the plan is done then.</param>
    public abstract void Run(Plan plan, double[]? seconds = null);

    /// <summary>Waits until all that was asked of the device is done.</summary>
    public virtual void Wait()
    {
    }

    /// <summary>A place for copies of tensors that are on their way while the device goes on.</summary>
    /// <param name="bytes">The size of the largest.</param>
    /// <exception cref="DeviceMemoryException">There is not that much memory.</exception>
    public virtual Download NewDownload(int bytes) => new(bytes);

    /// <summary>A tensor in memory of its own, which lives until <paramref name="owner"/> is disposed.</summary>
    public Tensor<T> NewTensor<T>(string name, Shape shape, DeviceMemory owner) where T : unmanaged
    {
        var tensor = new Tensor<T>(name, shape, temporary: false);
        owner.Add(tensor, this);
        return tensor;
    }

    /// <summary>Frees what the device holds.</summary>
    public abstract void Dispose();
}
