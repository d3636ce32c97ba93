using System.Globalization;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Runtime.Registry;

/// <summary>All kinds of devices. To add one, write its folder and add its line here (docs/adding.md).</summary>
public static class DeviceRegistry
{
    /// <summary>One provider for each kind of driver. If several of them find GPUs, the first one's is preferred.</summary>
    public static IReadOnlyList<IDeviceProvider> Providers { get; } =
    [
        new CpuProvider(),
        new CudaProvider(),
        new OpenClProvider(),
    ];

    /// <summary>Whether a name has the form of a device name, such as <c>cuda</c> or <c>cuda:0</c>.</summary>
    public static bool IsName(string name) => Parse(name) is not null;

    /// <summary>Finds all usable devices, in the order of <see cref="Providers"/>. A driver is asked only when its devices are reached.</summary>
    /// <param name="schedule">Those that support this schedule; null for all.</param>
    public static IEnumerable<DeviceInfo> Usable(Schedule? schedule = null) =>
        Providers.SelectMany(provider => provider.Find().Usable).Where(device => schedule is null || device.Supports(schedule.Value));

    /// <summary>Finds a usable device.</summary>
    /// <param name="name">The name of a provider, which means its first GPU or else its first device, or a name and an index as in <c>cuda:0</c>.</param>
    /// <exception cref="DeviceNotFoundException">There is no such device, or it is unusable.</exception>
    public static DeviceInfo Find(string name)
    {
        if (Parse(name) is not var (provider, number)) throw new DeviceNotFoundException($"There is no device '{name}'.");
        FoundDevices found = provider.Find();
        if (found.WhyNone is string why) throw new DeviceNotFoundException($"There is no {provider.Title} device: {why}.");
        if (number is int at) return At(found, at, name);
        return found.Usable.OrderBy(device => device.Kind != DeviceKind.Gpu).FirstOrDefault()
            ?? throw new DeviceNotFoundException(
                $"No {provider.Title} device is usable: {string.Join("; ", found.All.Select(device => $"{device}: {device.WhyUnusable}"))}.");
    }

    private static DeviceInfo At(FoundDevices found, int number, string name)
    {
        if (number >= found.All.Count) throw new DeviceNotFoundException($"There is no device '{name}'.");
        DeviceInfo device = found.All[number];
        return device.WhyUnusable is string why ? throw new DeviceNotFoundException($"The device {name} ({device}) is unusable: {why}.") : device;
    }

    private static (IDeviceProvider Provider, int? Number)? Parse(string name)
    {
        string[] parts = name.Split(':', 2);
        if (Providers.FirstOrDefault(provider => provider.Name == parts[0]) is not { } provider) return null;
        if (parts.Length == 1) return (provider, null);
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (provider, number) : null;
    }
}
