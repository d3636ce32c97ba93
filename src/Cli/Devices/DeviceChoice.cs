using LiVOS.Cli.Errors;
using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Devices;

/// <summary>The device requested on the command line.</summary>
/// <param name="Name">One of <see cref="DeviceNames.All"/>, or a name with a number such as <c>cuda:0</c>.</param>
/// <param name="Threads">Threads of the device cpu; null for one per processor.</param>
/// <param name="Schedule">The implementations of heavy kernels; null for those that suit the device.</param>
/// <param name="Precision">The precision of convolutions.</param>
internal sealed record DeviceChoice(string Name, int? Threads = null, Schedule? Schedule = null, Precision Precision = Precision.Float32)
{
    /// <summary>Whether it is the processor, by this program's own code; <c>auto</c> may be.</summary>
    public bool RunsOnProcessor => Name is DeviceNames.Auto or DeviceNames.Cpu;

    /// <summary>The choice for one of several workers that share the processor.</summary>
    /// <param name="workers">How many there are.</param>
    public DeviceChoice SharedBy(int workers) =>
        workers > 1 && RunsOnProcessor ? this with { Threads = Math.Max(1, (Threads ?? Environment.ProcessorCount) / workers) } : this;

    /// <summary>Does some work on the device. If the program chose the device and its driver fails, the work is done again on the device cpu.</summary>
    /// <param name="error">Receives which device was chosen, and the progress of compiling.</param>
    /// <param name="work">The work, which can be done again.</param>
    public async Task<T> UseAsync<T>(TextWriter error, Func<Device, Task<T>> work)
    {
        try
        {
            using Device device = Open(error);
            return await work(device);
        }
        catch (DeviceException failure) when (this is { Name: DeviceNames.Auto, Schedule: not Runtime.Schedule.Gpu, Precision: Precision.Float32 })
        {
            error.WriteLine($"The {failure.Driver} driver failed, so the device cpu continues. {FirstLines(failure)}");
            using var cpu = new CpuDevice(Threads);
            return await work(cpu);
        }
    }

    /// <summary>Opens the device.</summary>
    /// <param name="error">Receives which device was chosen, and the progress of compiling.</param>
    /// <exception cref="DeviceNotFoundException">There is no such device, or it is unusable.</exception>
    /// <exception cref="DeviceSettingsException">The device does not support the threads or the schedule.</exception>
    /// <exception cref="InputException">There is no GPU, or the device does not support the precision.</exception>
    public Device Open(TextWriter error)
    {
        Device device = Name switch
        {
            DeviceNames.Auto => OpenAutomatic(error),
            DeviceNames.Gpu => Open(FindGpu(), error),
            _ => Open(DeviceRegistry.Find(Name), error),
        };
        if (device.RequiresCompilation && CacheFolder.WhyUnused is string why) error.WriteLine(why);
        if (Precision.WhyNot(device) is not { } lacks) return device;
        device.Dispose();
        throw new InputException($"--precision {PrecisionName.Of(Precision)} {lacks}. Leave --precision out, or take another device.");
    }

    /// <summary>Opens a device with the choice's settings.</summary>
    public Device Open(DeviceInfo info, TextWriter error) =>
        info.Open(new DeviceSettings { Threads = Threads, Schedule = Schedule, Progress = new CompileProgress(error, info.Name) });

    private Device OpenAutomatic(TextWriter error)
    {
        (DeviceInfo info, string why) = AutomaticDevice.Choose(this, error);
        Device device = Open(info, error);
        error.WriteLine($"--device auto took {device.Name} ({device.Description}): {why}.");
        return device;
    }

    private DeviceInfo FindGpu() => AutomaticDevice.GpuOf(DeviceRegistry.Usable(Schedule))
        ?? throw new InputException($"No GPU can be used ('livos devices' says why); give --device {DeviceNames.Cpu}.");

    /// <summary>The failure and the first line of the driver's log.</summary>
    private static string FirstLines(Exception failure) =>
        string.Join(" ", failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(2));
}
