using ILGPU;
using ILGPU.Algorithms;
using ILGPU.IR;
using LiVOS.Ilgpu.Language;

namespace LiVOS.Ilgpu;

/// <summary>What a context needs for this project's kernels.</summary>
public static class ContextBuilders
{
    /// <summary>Enables ILGPU's algorithms, whose functions our kernels use, the instructions of tensor cores, and inlining. Optimizations stay at
    /// <see cref="OptimizationLevel.O1"/>: at O2 ILGPU 1.5.3 writes branches as uniform that depend on an item's index (docs/ilgpu.md).</summary>
    public static Context.Builder EnableLivos(this Context.Builder builder)
    {
        PtxIntrinsics.Register(builder.EnableAlgorithms().GetIntrinsicManager());
        return builder.Optimize(OptimizationLevel.O1).Inlining(InliningMode.Aggressive);
    }
}
