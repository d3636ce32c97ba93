namespace LiVOS.Runtime;

/// <summary>The properties of a device, known before it is opened.</summary>
public abstract class DeviceInfo
{
    /// <summary>Its name on the command line, for example <c>cuda:0</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A description for people: its product name and size.</summary>
    public abstract string Description { get; }

    /// <summary>The kind of hardware.</summary>
    public abstract DeviceKind Kind { get; }

    /// <summary>Roughly how many groups it runs at the same time: its threads, multiprocessors or compute units.</summary>
    public abstract int Parallelism { get; }

    /// <summary>The lanes of its preferred vectors.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>The size of its memory.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>The driver and its version; null if it needs none.</summary>
    public abstract string? Driver { get; }

    /// <summary>Changes with the hardware and the driver. Measurements of the device are valid while this stays the same.</summary>
    public virtual string Identity => $"{Name} {Description} {Driver}";

    /// <summary>The reason why it cannot run this project's kernels; null if it can.</summary>
    public virtual string? WhyUnusable => null;

    /// <summary>Whether it is taken only where somebody names it: a second way to a device, or a slow one.</summary>
    public virtual bool OnlyByName => false;

    /// <summary>Whether it can run the kernels of a schedule.</summary>
    public abstract bool Supports(Schedule schedule);

    /// <summary>Opens the device.</summary>
    /// <param name="settings">How it is used.</param>
    /// <exception cref="DeviceException">The driver fails, or the device is unusable.</exception>
    /// <exception cref="DeviceSettingsException">The device does not support a setting.</exception>
    public Device Open(DeviceSettings settings)
    {
        if (settings.Threads is not null && Driver is not null)
            throw new DeviceSettingsException(
                nameof(settings.Threads), $"The driver of {Name} chooses its threads; only the device cpu can be given a number.");
        if (settings.Schedule is { } schedule && !Supports(schedule))
            throw new DeviceSettingsException(nameof(settings.Schedule), $"The device {Name} has no {schedule.ToString().ToUpperInvariant()} schedule.");
        return OpenSupported(settings);
    }

    /// <summary>Opens the device with settings that it supports.</summary>
    protected abstract Device OpenSupported(DeviceSettings settings);
}
