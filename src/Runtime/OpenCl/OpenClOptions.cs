namespace LiVOS.Runtime.OpenCl;

/// <summary>How an OpenCL device is used.</summary>
public sealed record OpenClOptions
{
    /// <summary>The lanes of its vectors: 16, 8, 4 or 1; null for what suits it.</summary>
    public int? VectorWidth { get; init; }

    /// <summary>The way in which heavy kernels are cut into pieces; null for what suits it.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The folder that keeps compiled kernels from one start of the program to the next; null for none.</summary>
    public string? CacheFolder { get; init; } = Runtime.CacheFolder.Usual;

    /// <summary>Hears of each step in compiling kernels, from any thread.</summary>
    public IProgress<KernelProgress>? Progress { get; init; }
}
