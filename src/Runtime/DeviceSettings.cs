namespace LiVOS.Runtime;

/// <summary>The settings that all kinds of devices share. Each kind may have options of its own, for example <see cref="Cuda.CudaOptions"/>.</summary>
public sealed record DeviceSettings
{
    /// <summary>The number of threads of the device cpu; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>The implementations of heavy kernels; null for those that suit the device.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Receives the progress of compiling kernels, from any thread.</summary>
    public IProgress<KernelProgress>? Progress { get; init; }
}
