namespace LiVOS.Runtime;

/// <summary>Wraps a device and sums the times of each kernel in each layer.</summary>
/// <param name="device">The device to time; it is disposed with this one.</param>
public sealed class ProfiledDevice(Device device) : Device
{
    private readonly Dictionary<(string Kernel, string Layer), LaunchTimes> _times = [];
    private double[] _seconds = [];

    /// <summary>The wrapped device.</summary>
    public Device Inner => device;

    /// <inheritdoc/>
    public override string Name => device.Name;

    /// <inheritdoc/>
    public override string Description => device.Description;

    /// <inheritdoc/>
    public override int VectorWidth => device.VectorWidth;

    /// <inheritdoc/>
    public override int Parallelism => device.Parallelism;

    /// <inheritdoc/>
    public override Schedule Schedule => device.Schedule;

    /// <inheritdoc/>
    public override int SharedElements => device.SharedElements;

    /// <inheritdoc/>
    public override long? DedicatedMemory => device.DedicatedMemory;

    /// <inheritdoc/>
    public override long? AvailableMemory => device.AvailableMemory;

    /// <inheritdoc/>
    public override bool RequiresCompilation => device.RequiresCompilation;

    /// <inheritdoc/>
    public override bool HasTensorCores => device.HasTensorCores;

    /// <inheritdoc/>
    public override bool HoldsHalves => device.HoldsHalves;

    /// <summary>The number of plans run since the start or <see cref="Reset"/>.</summary>
    public int Runs { get; private set; }

    /// <summary>The times since the start or <see cref="Reset"/>, in the order of first runs.</summary>
    public IEnumerable<LaunchTimes> Times => _times.Values;

    /// <summary>Resets the times.</summary>
    public void Reset()
    {
        _times.Clear();
        Runs = 0;
    }

    /// <inheritdoc/>
    public override DeviceBuffer Allocate(long bytes) => device.Allocate(bytes);

    /// <inheritdoc/>
    public override void Wait() => device.Wait();

    /// <inheritdoc/>
    public override AsyncReadback NewReadback(int bytes) => device.NewReadback(bytes);

    /// <inheritdoc/>
    public override long ScratchBytes(Plan plan) => device.ScratchBytes(plan);

    /// <inheritdoc/>
    public override void Run(Plan plan, double[]? seconds = null)
    {
        ReadOnlySpan<Launch> launches = plan.Launches;
        if (_seconds.Length < launches.Length) _seconds = new double[launches.Length];
        device.Run(plan, _seconds);
        Runs++;
        for (int i = 0; i < launches.Length; i++)
        {
            (string, string) key = (launches[i].Kernel, launches[i].Layer);
            LaunchTimes times = _times.GetValueOrDefault(key, new LaunchTimes(launches[i].Kernel, launches[i].Layer, 0, 0, 0));
            _times[key] = times.With(_seconds[i], launches[i].FloatingOperations);
            if (seconds is not null) seconds[i] = _seconds[i];
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => device.Dispose();
}

/// <summary>The times of a kernel in a layer.</summary>
/// <param name="Kernel">The kernel's name, with its class.</param>
/// <param name="Layer">The layer, or part of a layer, that it computes.</param>
/// <param name="Launches">The number of runs.</param>
/// <param name="Seconds">The sum of its times.</param>
/// <param name="FloatingOperations">The sum of the operations of its layer's plain definition; 0 if not counted.</param>
public readonly record struct LaunchTimes(string Kernel, string Layer, int Launches, double Seconds, long FloatingOperations)
{
    /// <summary>Adds one launch.</summary>
    internal LaunchTimes With(double seconds, long operations) =>
        this with { Launches = Launches + 1, Seconds = Seconds + seconds, FloatingOperations = FloatingOperations + operations };
}
