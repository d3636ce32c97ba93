using System.Globalization;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli;

/// <summary><c>--device auto</c>: a GPU where there is one, else the fastest way to use the processor; and says what it took and why.</summary>
static class AutomaticDevice
{
    /// <summary>How much faster a driver must be than the program's own code for the processor, which need not be compiled.</summary>
    const double Margin = 1.05;

    /// <summary>Opens a device.</summary>
    public static Device Open(DeviceChoice choice, TextWriter error)
    {
        (OpenClDeviceInfo? info, string why) = Choose(choice, error);
        Device device = info is null ? Devices.OpenCpu(choice) : Devices.OpenOpenCl(info, choice, error);
        error.WriteLine($"--device auto took {device.Name} ({device.Description}): {why}.");
        return device;
    }

    /// <summary>The name of the device that it will take; null where it must measure first.</summary>
    public static string? Known(OpenClDevices found)
    {
        if (found.Usable.FirstOrDefault(device => device.Kind == OpenClDeviceKind.Gpu) is { } gpu) return gpu.Name;
        OpenClDeviceInfo[] processors = [.. found.Usable.Where(device => device.Kind == OpenClDeviceKind.Cpu)];
        if (processors.Length == 0) return Devices.Cpu;
        return new SpeedMemory(processors, schedule: null).TryRead(out Dictionary<string, double> seconds) ? Fastest(processors, seconds)?.Name ?? Devices.Cpu : null;
    }

    /// <summary>Chooses a device; null is the device cpu.</summary>
    static (OpenClDeviceInfo? Device, string Why) Choose(DeviceChoice choice, TextWriter error)
    {
        if (choice.Threads is not null) return (null, "--threads is for it alone");
        OpenClDeviceInfo[] usable = [.. OpenClDevices.Find().Usable];
        if (usable.FirstOrDefault(device => device.Kind == OpenClDeviceKind.Gpu) is { } gpu) return (gpu, "it is a GPU");
        OpenClDeviceInfo[] processors = [.. usable.Where(device => device.Kind == OpenClDeviceKind.Cpu)];
        if (processors.Length == 0) return (null, "no OpenCL device can be used ('livos devices' says why)");
        return choice.Schedule == Schedule.Gpu ? (processors[0], "it can run the GPU schedule") : ChooseFastest(processors, choice, error);
    }

    static (OpenClDeviceInfo? Device, string Why) ChooseFastest(OpenClDeviceInfo[] processors, DeviceChoice choice, TextWriter error)
    {
        var memory = new SpeedMemory(processors, choice.Schedule);
        bool remembered = memory.TryRead(out Dictionary<string, double> seconds);
        if (!remembered)
        {
            seconds = Measure(processors, choice, error);
            memory.Write(seconds);
        }

        string times = string.Join(", ", seconds.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {1e3 * pair.Value:0.0} ms")));
        return (Fastest(processors, seconds), $"{(remembered ? "as measured before, " : "")}a short test takes {times}");
    }

    /// <summary>The fastest driver for the processor; null where the device cpu is as fast.</summary>
    static OpenClDeviceInfo? Fastest(OpenClDeviceInfo[] processors, Dictionary<string, double> seconds)
    {
        OpenClDeviceInfo fastest = processors.MinBy(device => seconds[device.Name])!;
        return seconds[Devices.Cpu] > Margin * seconds[fastest.Name] ? fastest : null;
    }

    static Dictionary<string, double> Measure(OpenClDeviceInfo[] processors, DeviceChoice choice, TextWriter error)
    {
        var seconds = new Dictionary<string, double>();
        using (var cpu = new CpuDevice()) seconds[Devices.Cpu] = SpeedTest.Seconds(cpu);
        foreach (OpenClDeviceInfo info in processors)
        {
            using OpenClDevice device = Devices.OpenOpenCl(info, choice, error);
            seconds[info.Name] = SpeedTest.Seconds(device);
        }

        return seconds;
    }
}
