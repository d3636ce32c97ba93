using System.Globalization;
using LiVOS.Cli.Errors;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli.Devices;

/// <summary><c>--device auto</c>: a CUDA device, else another GPU, else the fastest way to use the processor; and says what it took and why.</summary>
static class AutomaticDevice
{
    /// <summary>How much faster a driver must be than the program's own code for the processor, which need not be compiled.</summary>
    const double Margin = 1.05;

    /// <summary>Opens a device.</summary>
    public static Device Open(DeviceChoice choice, TextWriter error)
    {
        (string name, string why) = Choose(choice, error);
        Device device = ComputeDevices.OpenNamed(name, choice, error);
        error.WriteLine($"--device auto took {device.Name} ({device.Description}): {why}.");
        return device;
    }

    /// <summary>The name of the device that it will take; null where it must measure first.</summary>
    public static string? Known(CudaDevices cuda, OpenClDevices found)
    {
        if (FindGpu(cuda, found) is var (name, _)) return name;
        OpenClDeviceInfo[] processors = [.. found.Usable.Where(device => device.Kind == DeviceKind.Processor)];
        if (processors.Length == 0) return ComputeDevices.Cpu;
        return new SpeedCache(processors, schedule: null).TryRead(out Dictionary<string, double> seconds) ? Fastest(processors, seconds) : null;
    }

    /// <summary>The name of the GPU that it would take.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string NameOfGpu(Schedule? schedule) => FindGpu(CudaDevicesFor(schedule), OpenClDevices.Find())?.Device
        ?? throw new InputException($"No GPU can be used ('livos devices' says why); give --device {ComputeDevices.Cpu}.");

    static (string Device, string Why) Choose(DeviceChoice choice, TextWriter error)
    {
        if (choice.Threads is not null) return (ComputeDevices.Cpu, "--threads is for it alone");
        OpenClDevices found = OpenClDevices.Find();
        if (FindGpu(CudaDevicesFor(choice.Schedule), found) is { } gpu) return gpu;
        OpenClDeviceInfo[] processors = [.. found.Usable.Where(device => device.Kind == DeviceKind.Processor)];
        if (processors.Length == 0) return (ComputeDevices.Cpu, "no OpenCL device can be used ('livos devices' says why)");
        return choice.Schedule == Schedule.Gpu ? (processors[0].Name, "it can run the GPU schedule") : ChooseFastest(processors, choice, error);
    }

    /// <summary>CUDA devices have no CPU schedule.</summary>
    static CudaDevices? CudaDevicesFor(Schedule? schedule) => schedule == Schedule.Cpu ? null : CudaDevices.Find();

    static (string Device, string Why)? FindGpu(CudaDevices? cuda, OpenClDevices openCl)
    {
        if (cuda?.Usable.FirstOrDefault() is { } card) return (card.Name, "it is an NVIDIA card");
        return openCl.Usable.FirstOrDefault(device => device.Kind == DeviceKind.Gpu) is { } gpu ? (gpu.Name, "it is a GPU") : null;
    }

    static (string Device, string Why) ChooseFastest(OpenClDeviceInfo[] processors, DeviceChoice choice, TextWriter error)
    {
        var memory = new SpeedCache(processors, choice.Schedule);
        bool remembered = memory.TryRead(out Dictionary<string, double> seconds);
        if (!remembered)
        {
            seconds = Measure(processors, choice, error);
            memory.Write(seconds);
        }

        string times = string.Join(", ", seconds.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {1e3 * pair.Value:0.0} ms")));
        return (Fastest(processors, seconds), $"{(remembered ? "as measured before, " : "")}a short test takes {times}");
    }

    /// <summary>The fastest driver for the processor, or the device cpu where that is as fast.</summary>
    static string Fastest(OpenClDeviceInfo[] processors, Dictionary<string, double> seconds)
    {
        string fastest = processors.MinBy(device => seconds[device.Name])!.Name;
        return seconds[ComputeDevices.Cpu] > Margin * seconds[fastest] ? fastest : ComputeDevices.Cpu;
    }

    static Dictionary<string, double> Measure(OpenClDeviceInfo[] processors, DeviceChoice choice, TextWriter error)
    {
        var seconds = new Dictionary<string, double>();
        using (var cpu = new CpuDevice()) seconds[ComputeDevices.Cpu] = SpeedTest.Seconds(cpu);
        foreach (OpenClDeviceInfo info in processors)
        {
            using OpenClDevice device = ComputeDevices.OpenOpenCl(info, choice, error);
            seconds[info.Name] = SpeedTest.Seconds(device);
        }

        return seconds;
    }
}
