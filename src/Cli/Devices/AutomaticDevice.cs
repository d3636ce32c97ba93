using System.Globalization;
using LiVOS.Model.Estimation;
using LiVOS.Runtime;
using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Devices;

/// <summary><c>--device auto</c>: the first GPU, else the fastest way to use the processor, measured once.</summary>
internal static class AutomaticDevice
{
    /// <summary>A driver for the processor must be this much faster than the program's own code, whose kernels need no compiling.</summary>
    private const double Margin = 1.05;

    /// <summary>Chooses a device, and says why.</summary>
    /// <exception cref="DeviceNotFoundException">No device supports the schedule.</exception>
    public static (DeviceInfo Device, string Why) Choose(DeviceChoice choice, TextWriter error)
    {
        if (choice.Threads is not null) return (DeviceRegistry.Find(DeviceNames.Cpu), "--threads is for it alone");
        DeviceInfo[] usable = [.. DeviceRegistry.Usable(choice.Schedule)];
        return Known(usable, choice.Schedule) ?? Measure(ProcessorsOf(usable), choice, error);
    }

    /// <summary>The choice among <paramref name="usable"/> devices, and the reason; null if they must be measured first.</summary>
    public static (DeviceInfo Device, string Why)? Known(IReadOnlyList<DeviceInfo> usable, Schedule? schedule)
    {
        if (GpuOf(usable) is { } gpu) return (gpu, "it is a GPU");
        DeviceInfo[] processors = ProcessorsOf(usable);
        if (processors is [var only]) return (only, "no other device can be used ('livos devices' says why)");
        return new SpeedCache(processors, schedule).TryRead(out Dictionary<string, double> seconds)
            ? (Fastest(processors, seconds), $"as measured before, {Times(seconds)}") : null;
    }

    /// <summary>The first GPU; null if there is none.</summary>
    public static DeviceInfo? GpuOf(IEnumerable<DeviceInfo> devices) => devices.FirstOrDefault(device => device.Kind == DeviceKind.Gpu);

    private static DeviceInfo[] ProcessorsOf(IReadOnlyList<DeviceInfo> usable) =>
        usable.Where(device => device.Kind == DeviceKind.Processor).ToArray() is { Length: > 0 } found
            ? found : throw new DeviceNotFoundException("No device supports this schedule.");

    private static (DeviceInfo Device, string Why) Measure(DeviceInfo[] processors, DeviceChoice choice, TextWriter error)
    {
        var seconds = new Dictionary<string, double>();
        foreach (DeviceInfo info in processors)
        {
            using Device device = choice.Open(info, error);
            seconds[info.Name] = SpeedTest.Seconds(device);
        }

        new SpeedCache(processors, choice.Schedule).Write(seconds);
        return (Fastest(processors, seconds), Times(seconds));
    }

    private static DeviceInfo Fastest(DeviceInfo[] processors, Dictionary<string, double> seconds) =>
        processors.MinBy(device => seconds[device.Name] / (device.Driver is null ? Margin : 1))!;

    private static string Times(Dictionary<string, double> seconds) =>
        $"a short test takes {string.Join(", ", seconds.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {1e3 * pair.Value:0.0} ms")))}";
}
