namespace LiVOS.Runtime.OpenCl;

/// <summary>How an OpenCL device is used.</summary>
public sealed record OpenClOptions
{
    /// <summary>The lanes of its vectors: 16, 8, 4 or 1; null for what suits it.</summary>
    public int? VectorWidth { get; init; }

    /// <summary>The way in which heavy kernels are cut into pieces; null for what suits it.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The folder that keeps compiled kernels from one start of the program to the next; null for none.</summary>
    public string? CacheFolder { get; init; } = OpenCl.CacheFolder.Usual;

    /// <summary>Hears of each kernel that the driver has compiled, from any thread.</summary>
    public IProgress<KernelProgress>? Progress { get; init; }
}

/// <summary>How far the compilation of a plan's kernels has come.</summary>
/// <param name="Kernel">The kernel that was just compiled.</param>
/// <param name="Done">How many are compiled.</param>
/// <param name="Total">How many must be.</param>
public readonly record struct KernelProgress(string Kernel, int Done, int Total);
