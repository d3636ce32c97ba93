using ILGPU;
using ILGPU.Algorithms;
using ILGPU.IR;
using LiVOS.Ilgpu.Language;

namespace LiVOS.Ilgpu;

/// <summary>What a context needs for this project's kernels.</summary>
public static class ContextBuilders
{
    /// <summary>Enables ILGPU's algorithms, whose functions our kernels use, and the instructions of tensor cores.</summary>
    public static Context.Builder EnableLivos(this Context.Builder builder)
    {
        PtxIntrinsics.Register(builder.EnableAlgorithms().GetIntrinsicManager());
        return builder;
    }
}
