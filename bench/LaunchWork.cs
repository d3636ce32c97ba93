using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Bench;

/// <summary>The work of a launch.</summary>
internal static class LaunchWork
{
    /// <summary>The floating-point operations of a launch's plain definition; 0 if not counted.</summary>
    public static long Operations(this Launch launch) =>
        launch.Kernel.StartsWith(nameof(CrossAttention) + ".", StringComparison.Ordinal) ? AttentionOperations(launch) : launch.FloatingOperations;

    /// <summary>The bytes that it reads and writes, each tensor once.</summary>
    public static long Bytes(this Launch launch) => launch.Operands.Distinct().Sum(tensor => tensor.Bytes);

    /// <summary>Whether it uses tensor cores.</summary>
    public static bool UsesTensorCores(this Launch launch) => launch.Kernel.StartsWith(nameof(TensorConvolution) + ".", StringComparison.Ordinal);

    /// <summary>The tensor that it writes, the last one of every kernel.</summary>
    public static Tensor Output(this Launch launch) => launch.Operands[^1];

    /// <summary>The first part of its layer's name.</summary>
    public static string Stage(this Launch launch) => launch.Layer.Split('.')[0];

    /// <summary>Scores and weighted values: a multiply-add for each reader, source and channel, twice.</summary>
    private static long AttentionOperations(Launch launch)
    {
        Shape readers = launch.Operands[0].Shape, sources = launch.Operands[1].Shape;
        return 2 * 2L * readers.Rows * sources.Positions * readers.Channels;
    }
}
