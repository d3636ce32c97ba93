namespace LiVOS.Runtime.Cuda;

/// <summary>Options of a CUDA device.</summary>
public sealed record CudaOptions
{
    /// <summary>The environment variable that turns on <see cref="Synchronous"/> when set to 1.</summary>
    public const string SynchronousVariable = "LIVOS_CUDA_SYNCHRONOUS";

    /// <summary>The lanes of its vectors: 4 or 1. Threads are scalar; vectors are loaded and stored in one access.</summary>
    public int VectorWidth { get; init; } = 4;

    /// <summary>Whether a repeated plan is replayed as a graph: one call instead of one per launch.</summary>
    public bool Graphs { get; init; } = true;

    /// <summary>Whether each launch is synchronous, so that an error names its kernel. Slow; graphs are off.</summary>
    public bool Synchronous { get; init; } = Environment.GetEnvironmentVariable(SynchronousVariable) == "1";

    /// <summary>The folder where compiled kernels are cached; null for no cache.</summary>
    public string? CacheFolder { get; init; } = Runtime.CacheFolder.Usual;

    /// <summary>Receives each compiled kernel, on any thread.</summary>
    public IProgress<KernelProgress>? Progress { get; init; }

    /// <summary>Receives the compiler's log of each kernel (registers, spills), on any thread.</summary>
    public IProgress<KernelLog>? Logs { get; init; }
}

/// <summary>The compiler's log of a kernel.</summary>
/// <param name="Kernel">The kernel, with its class.</param>
/// <param name="Text">The log.</param>
public readonly record struct KernelLog(string Kernel, string Text);
