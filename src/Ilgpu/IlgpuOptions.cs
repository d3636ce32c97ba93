using ILGPU.Runtime;

namespace LiVOS.Ilgpu;

/// <summary>The options of <see cref="IlgpuDevice"/>.</summary>
public sealed record IlgpuOptions
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; init; } = IlgpuProvider.KindName;

    /// <summary>The stream of all its work; null for one of its own. Work that the caller puts into the same stream needs no other order.</summary>
    public AcceleratorStream? Stream { get; init; }

    /// <summary>The lanes of vectors: 4 or 1.</summary>
    public int VectorWidth { get; init; } = 4;

    /// <summary>Whether a CUDA accelerator of sm_80 or newer multiplies on tensor cores where a network asks for them. Its context must come from
    /// a builder with <see cref="ContextBuilders.EnableLivos"/>.</summary>
    public bool TensorCores { get; init; }

    /// <summary>Receives the progress of compiling kernels.</summary>
    public IProgress<Runtime.KernelProgress>? Progress { get; init; }
}
