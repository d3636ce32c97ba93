using System.Globalization;
using LiVOS.Cli.Errors;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Cli.Devices;

/// <summary>Opens and selects compute devices.</summary>
static class ComputeDevices
{
    public const string Auto = "auto", Cpu = "cpu", Gpu = "gpu", Cuda = "cuda", OpenCl = "opencl";

    /// <summary>The names without numbers.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, Cpu, Gpu, Cuda, OpenCl];

    /// <summary>Whether the command line can name a device so.</summary>
    public static bool IsName(string name) => Names.Contains(name) || NumberOf(Cuda, name) is not null || NumberOf(OpenCl, name) is not null;

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
        catch (DeviceException failure) when (choice is { Name: Auto, Schedule: not Schedule.Gpu, Precision: Precision.Float32 })
        {
            error.WriteLine($"The {failure.Driver} driver failed, so the device cpu goes on. {FirstLines(failure)}");
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
        Device device = choice.Name == Auto ? AutomaticDevice.Open(choice, error) : OpenNamed(choice.Name, choice, error);
        if (device.RequiresCompilation && CacheFolder.WhyUnused is string why) error.WriteLine(why);
        if (choice.Precision == Precision.Float32 || device.HasTensorCores) return device;
        string description = $"{device.Name} ({device.Description})";
        device.Dispose();
        throw new InputException(
            $"The device {description} has no tensor cores, which --precision tf32 and fp16 need: an NVIDIA card of compute capability 8.0 (Ampere) or newer; leave --precision out.");
    }

    /// <summary>Opens the device of a name that is not <see cref="Auto"/>.</summary>
    public static Device OpenNamed(string name, DeviceChoice choice, TextWriter error)
    {
        if (name == Cpu) return OpenCpu(choice);
        if (name == Gpu) return OpenNamed(AutomaticDevice.NameOfGpu(choice.Schedule), choice, error);
        if (choice.Threads is not null) throw new InputException($"--threads is for the device {Cpu}: drivers have threads of their own; leave it out.");
        return name.StartsWith(Cuda, StringComparison.Ordinal) ? OpenCuda(FindCuda(name), choice, error) : OpenOpenCl(FindOpenCl(name), choice, error);
    }

    /// <summary>Opens the machine's own processor.</summary>
    public static CpuDevice OpenCpu(DeviceChoice choice) => choice.Schedule == Schedule.Gpu
        ? throw new InputException($"The device {Cpu} runs groups of one item, so it has no GPU schedule; give --device {OpenCl} with --schedule gpu.")
        : new CpuDevice(choice.Threads);

    /// <summary>Opens an OpenCL device.</summary>
    public static OpenClDevice OpenOpenCl(OpenClDeviceInfo info, DeviceChoice choice, TextWriter error) =>
        new(info, new OpenClOptions { Schedule = choice.Schedule, Progress = new CompileProgress(error, info.Name) });

    static CudaDevice OpenCuda(CudaDeviceInfo info, DeviceChoice choice, TextWriter error) => choice.Schedule == Schedule.Cpu
        ? throw new InputException($"The device {info.Name} has no CPU schedule; leave --schedule out.")
        : new CudaDevice(info, new CudaOptions { Progress = new CompileProgress(error, info.Name) });

    static CudaDeviceInfo FindCuda(string name)
    {
        CudaDevices found = CudaDevices.Find();
        if (found.WhyNone is string why) throw new InputException($"There is no CUDA device: {why}; or give --device {Cpu}.");
        if (NumberOf(Cuda, name) is int number) return At(found.All, number, name, info => info.WhyUnusable);
        return found.Usable.FirstOrDefault()
            ?? throw new InputException($"No CUDA device can be used: {string.Join("; ", found.All.Select(device => $"{device}: {device.WhyUnusable}"))}.");
    }

    static OpenClDeviceInfo FindOpenCl(string name)
    {
        OpenClDevices found = OpenClDevices.Find();
        if (found.WhyNone is string why) throw new InputException($"There is no OpenCL device: {why}; or give --device {Cpu}.");
        if (NumberOf(OpenCl, name) is int number) return At(found.All, number, name, info => info.WhyUnusable);
        return found.Usable.OrderBy(device => device.Kind != DeviceKind.Gpu).FirstOrDefault()
            ?? throw new InputException($"No OpenCL device can be used: {string.Join("; ", found.All.Select(device => $"{device}: {device.WhyUnusable}"))}.");
    }

    static T At<T>(IReadOnlyList<T> all, int number, string name, Func<T, string?> whyUnusable)
    {
        if (number >= all.Count) throw new InputException($"There is no device '{name}'; 'livos devices' lists what there is.");
        return whyUnusable(all[number]) is string why ? throw new InputException($"The device {name} ({all[number]}) cannot be used: {why}.") : all[number];
    }

    /// <summary>N of a name <c>kind:N</c>; null where it is none.</summary>
    static int? NumberOf(string kind, string name) =>
        name.StartsWith(kind + ":", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(kind.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>What failed and the first line of the driver's log.</summary>
    static string FirstLines(Exception failure) =>
        string.Join(" ", failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(2));
}
