namespace LiVOS.Runtime.OpenCl;

/// <summary>Options of an OpenCL device.</summary>
public sealed record OpenClOptions
{
    /// <summary>The lanes of its vectors: 16, 8, 4 or 1; null for the device's default.</summary>
    public int? VectorWidth { get; init; }

    /// <summary>The implementations of heavy kernels; null for the device's default.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The folder where compiled kernels are cached; null for no cache.</summary>
    public string? CacheFolder { get; init; } = Runtime.CacheFolder.Usual;

    /// <summary>Receives each step of compiling kernels, on any thread.</summary>
    public IProgress<KernelProgress>? Progress { get; init; }
}
