using System.Globalization;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli;

/// <summary>What computes.</summary>
static class Devices
{
    public const string Auto = "auto", Cpu = "cpu", OpenCl = "opencl";

    /// <summary>Whether the command line can name a device so.</summary>
    public static bool IsName(string name) => name is Auto or Cpu or OpenCl || TryNumber(name, out _);

    /// <summary>Does some work on a device. Where the choice was left to the program and the driver fails, it is done again on the device cpu.</summary>
    /// <param name="choice">The device.</param>
    /// <param name="error">Takes what was chosen, and the progress of compiling.</param>
    /// <param name="work">The work, which can be done again.</param>
    public static async Task<T> UseAsync<T>(DeviceChoice choice, TextWriter error, Func<Device, Task<T>> work)
    {
        try
        {
            using Device device = Open(choice, error);
            return await work(device);
        }
        catch (OpenClException failure) when (choice is { Name: Auto, Schedule: not Schedule.Gpu })
        {
            error.WriteLine($"The OpenCL driver failed, so the device cpu goes on. {FirstLines(failure)}");
            using Device cpu = OpenCpu(choice);
            return await work(cpu);
        }
    }

    /// <summary>Opens a device.</summary>
    /// <param name="choice">The device.</param>
    /// <param name="error">Takes what was chosen, and the progress of compiling.</param>
    /// <exception cref="InputException">There is none of that name, or it cannot do that.</exception>
    public static Device Open(DeviceChoice choice, TextWriter error)
    {
        if (choice.Name == Auto) return AutomaticDevice.Open(choice, error);
        if (choice.Name == Cpu) return OpenCpu(choice);
        if (choice.Threads is not null) throw new InputException($"--threads is for the device {Cpu}: OpenCL drivers have threads of their own; leave it out.");
        return OpenOpenCl(Find(choice.Name), choice, error);
    }

    /// <summary>Opens the machine's own processor.</summary>
    public static CpuDevice OpenCpu(DeviceChoice choice) => choice.Schedule == Schedule.Gpu
        ? throw new InputException($"The device {Cpu} runs groups of one item, so it has no GPU schedule; give --device {OpenCl} with --schedule gpu.")
        : new CpuDevice(choice.Threads);

    /// <summary>Opens an OpenCL device.</summary>
    public static OpenClDevice OpenOpenCl(OpenClDeviceInfo info, DeviceChoice choice, TextWriter error) =>
        new(info, new OpenClOptions { Schedule = choice.Schedule, Progress = new CompileProgress(error, info.Name) });

    static OpenClDeviceInfo Find(string name)
    {
        OpenClDevices found = OpenClDevices.Find();
        if (found.WhyNone is string why) throw new InputException($"There is no OpenCL device: {why}; or give --device {Cpu}.");
        if (!TryNumber(name, out int number))
        {
            return found.Usable.OrderBy(device => device.Kind != OpenClDeviceKind.Gpu).FirstOrDefault()
                ?? throw new InputException($"No OpenCL device can be used: {string.Join("; ", found.All.Select(device => $"{device}: {device.WhyUnusable}"))}.");
        }

        if (number >= found.All.Count) throw new InputException($"There is no device '{name}'; 'livos devices' lists what there is.");
        OpenClDeviceInfo info = found.All[number];
        return info.WhyUnusable is null ? info : throw new InputException($"The device {name} ({info}) cannot be used: {info.WhyUnusable}.");
    }

    static bool TryNumber(string name, out int number)
    {
        number = -1;
        return name.StartsWith(OpenCl + ":", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(OpenCl.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The kernel that failed and the first line of the driver's log.</summary>
    static string FirstLines(OpenClException failure) =>
        string.Join(" ", failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(2));
}
