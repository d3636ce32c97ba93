namespace LiVOS.Runtime.Cuda;

/// <summary>How a CUDA device is used.</summary>
public sealed record CudaOptions
{
    /// <summary>The environment variable that, set to 1, makes <see cref="Synchronous"/> true.</summary>
    public const string SynchronousVariable = "LIVOS_CUDA_SYNCHRONOUS";

    /// <summary>The lanes of its vectors: 4 or 1. Threads are scalar; vectors are loaded and stored at once.</summary>
    public int VectorWidth { get; init; } = 4;

    /// <summary>Whether a plan that runs again is replayed as a graph: one call in place of one for each launch.</summary>
    public bool Graphs { get; init; } = true;

    /// <summary>Whether each launch is waited for, so that a kernel that fails is told by name. Slow; without graphs.</summary>
    public bool Synchronous { get; init; } = Environment.GetEnvironmentVariable(SynchronousVariable) == "1";

    /// <summary>The folder that keeps compiled kernels from one start of the program to the next; null for none.</summary>
    public string? CacheFolder { get; init; } = Runtime.CacheFolder.Usual;

    /// <summary>Hears of each kernel that was compiled, from any thread.</summary>
    public IProgress<KernelProgress>? Progress { get; init; }

    /// <summary>Hears what the driver's compiler says of each kernel that it compiles (registers, spills), from any thread.</summary>
    public IProgress<KernelLog>? Logs { get; init; }
}

/// <summary>What the driver's compiler said of a kernel.</summary>
/// <param name="Kernel">The kernel, with its class.</param>
/// <param name="Text">Its words.</param>
public readonly record struct KernelLog(string Kernel, string Text);
