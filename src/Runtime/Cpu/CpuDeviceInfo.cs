namespace LiVOS.Runtime.Cpu;

/// <summary>The properties of the CPU device.</summary>
public sealed class CpuDeviceInfo : DeviceInfo
{
    /// <inheritdoc/>
    public override string Name => CpuDevice.DeviceName;

    /// <inheritdoc/>
    public override string Description => CpuDevice.Describe(Parallelism, VectorWidth);

    /// <inheritdoc/>
    public override DeviceKind Kind => DeviceKind.Processor;

    /// <inheritdoc/>
    public override int Parallelism => Environment.ProcessorCount;

    /// <inheritdoc/>
    public override int VectorWidth => CpuDevice.WidestVector;

    /// <inheritdoc/>
    public override long MemoryBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <inheritdoc/>
    public override string? Driver => null;

    /// <inheritdoc/>
    public override bool Supports(Schedule schedule) => schedule == Schedule.Cpu;

    /// <inheritdoc/>
    protected override Device OpenSupported(DeviceSettings settings) => new CpuDevice(settings.Threads);
}
