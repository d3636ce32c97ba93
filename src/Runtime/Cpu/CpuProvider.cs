using LiVOS.Runtime.Registry;

namespace LiVOS.Runtime.Cpu;

/// <summary>Finds the CPU, which is always there.</summary>
public sealed class CpuProvider : IDeviceProvider
{
    /// <inheritdoc/>
    public string Name => CpuDevice.DeviceName;

    /// <inheritdoc/>
    public string Title => "CPU";

    /// <inheritdoc/>
    public FoundDevices Find() => new([new CpuDeviceInfo()], WhyNone: null);
}
