using LiVOS.Cli.Devices;
using LiVOS.Runtime;
using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Reports;

/// <summary>The result of <c>livos devices</c>.</summary>
/// <param name="Devices">The usable devices.</param>
/// <param name="Absent">Unusable devices, and kinds of which there is none.</param>
/// <param name="Auto">The device that <c>--device auto</c> takes; null if it must measure first.</param>
internal sealed record DevicesReport(IReadOnlyList<DeviceReport> Devices, IReadOnlyList<AbsentDevice> Absent, string? Auto)
{
    public static DevicesReport Make()
    {
        (IDeviceProvider Provider, FoundDevices Found)[] kinds = [.. DeviceRegistry.Providers.Select(provider => (provider, provider.Find()))];
        DeviceInfo[] usable = [.. kinds.SelectMany(kind => kind.Found.Usable)];
        return new DevicesReport(
            [.. usable.Select(DeviceReport.Of)],
            [.. kinds.SelectMany(kind => AbsentDevice.Of(kind.Provider, kind.Found))],
            AutomaticDevice.Known([.. usable.Where(device => !device.OnlyByName)], schedule: null)?.Device.Name);
    }
}

/// <summary>A usable device.</summary>
/// <param name="Name">Its name for <c>--device</c>.</param>
/// <param name="Description">A description for people.</param>
/// <param name="Threads">Its threads, multiprocessors or compute units.</param>
/// <param name="VectorWidth">The floats in one of its vectors.</param>
/// <param name="MemoryBytes">The size of its memory.</param>
/// <param name="Driver">The driver and its version; null if it needs none.</param>
/// <param name="IsProcessor">Whether it is the machine's processor.</param>
/// <param name="OnlyByName">Whether it is taken only where it is named.</param>
internal sealed record DeviceReport(
    string Name, string Description, int Threads, int VectorWidth, long MemoryBytes, string? Driver, bool IsProcessor, bool OnlyByName)
{
    public static DeviceReport Of(DeviceInfo device) => new(
        device.Name, device.Description, device.Parallelism, device.VectorWidth, device.MemoryBytes, device.Driver,
        device.Kind == DeviceKind.Processor, device.OnlyByName);
}

/// <summary>An unusable device, or a kind of which there is none.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">The reason.</param>
internal sealed record AbsentDevice(string Name, string Reason)
{
    public static IEnumerable<AbsentDevice> Of(IDeviceProvider provider, FoundDevices found) => found.WhyNone is string why
        ? [new AbsentDevice(provider.Name, why)]
        : found.All.Where(device => device.WhyUnusable is not null).Select(device => new AbsentDevice(device.Name, $"{device}: {device.WhyUnusable}"));
}
