using System.Globalization;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Runtime.Registry;

/// <summary>All kinds of devices. To add one, write its folder and add its line here (docs/adding.md).</summary>
public static class DeviceRegistry
{
    private static IDeviceProvider[] s_providers =
    [
        new CpuProvider(),
        new CudaProvider(),
        new OpenClProvider(),
    ];

    /// <summary>One provider for each kind of driver. If several of them find GPUs, the first one's is preferred.</summary>
    public static IReadOnlyList<IDeviceProvider> Providers => s_providers;

    /// <summary>Adds the provider of a library that this one does not know, when a program starts.</summary>
    public static void Add(IDeviceProvider provider)
    {
        if (!s_providers.Any(known => known.Name == provider.Name)) s_providers = [.. s_providers, provider];
    }

    /// <summary>Whether a name has the form of a device name, such as <c>cuda</c> or <c>cuda:0</c>.</summary>
    public static bool IsName(string name) => Parse(name) is not null;

    /// <summary>Finds all usable devices, in the order of <see cref="Providers"/>, but for those that are taken <see cref="DeviceInfo.OnlyByName"/>. A driver
    /// is asked only when its devices are reached.</summary>
    /// <param name="schedule">Those that support this schedule; null for all.</param>
    public static IEnumerable<DeviceInfo> Usable(Schedule? schedule = null) =>
        Providers.SelectMany(provider => provider.Find().Usable)
            .Where(device => !device.OnlyByName && (schedule is null || device.Supports(schedule.Value)));

    /// <summary>Finds a usable device.</summary>
    /// <param name="name">The name of a provider, or of one of its kinds, which means the first GPU there or else the first device; or either and an
    /// index, as in <c>cuda:0</c>.</param>
    /// <exception cref="DeviceNotFoundException">There is no such device, or it is unusable.</exception>
    public static DeviceInfo Find(string name)
    {
        if (Parse(name) is not var (provider, kind, number)) throw new DeviceNotFoundException($"There is no device '{name}'.");
        FoundDevices found = provider.Find();
        string title = provider.Title;
        if (kind is not null)
        {
            title = $"{title} {kind}";
            found = found with { All = [.. found.All.Where(device => device.Name.StartsWith($"{provider.Name}:{kind}:", StringComparison.Ordinal))] };
            if (found.All.Count == 0) found = found with { WhyNone = $"{provider.Title} finds none" };
        }

        if (found.WhyNone is string why) throw new DeviceNotFoundException($"There is no {title} device: {why}.");
        if (number is int at) return At(found, at, name);
        return found.Usable.OrderBy(device => device.Kind != DeviceKind.Gpu).FirstOrDefault()
            ?? throw new DeviceNotFoundException(
                $"No {title} device is usable: {string.Join("; ", found.All.Select(device => $"{device}: {device.WhyUnusable}"))}.");
    }

    private static DeviceInfo At(FoundDevices found, int number, string name)
    {
        if (number >= found.All.Count) throw new DeviceNotFoundException($"There is no device '{name}'.");
        DeviceInfo device = found.All[number];
        return device.WhyUnusable is string why ? throw new DeviceNotFoundException($"The device {name} ({device}) is unusable: {why}.") : device;
    }

    private static (IDeviceProvider Provider, string? Kind, int? Number)? Parse(string name)
    {
        string[] parts = name.Split(':');
        if (Providers.FirstOrDefault(provider => provider.Name == parts[0]) is not { } provider) return null;
        string? kind = parts.Length > 1 && provider.Kinds.Contains(parts[1]) ? parts[1] : null;
        string[] rest = parts[(kind is null ? 1 : 2)..];
        if (rest.Length == 0) return (provider, kind, null);
        return rest.Length == 1 && int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (provider, kind, number) : null;
    }
}
