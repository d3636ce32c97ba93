using System.Runtime.InteropServices;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Synthetic;
using Architecture = LiVOS.Weights.Architectures.Architecture;

namespace LiVOS.Weights.Tests;

/// <summary>Writes checkpoints of given tensors, as PyTorch does.</summary>
internal static class Checkpoints
{
    /// <summary>A network small enough for every test: all its parts, few channels.</summary>
    public static Architecture Tiny { get; } = new(
        new(BlockKind.Bottleneck, 3, 8, new(1, 16), new(2, 32), new(1, 64)), new(BlockKind.Basic, 5, 8, new(1, 8), new(1, 16), new(1, 32)),
        Dimension: 32, KeyWidth: 8, Width8: 16, Width4: 8, Queries: 4, Heads: 8, FeedForward: 64, TransformerBlocks: 1);

    /// <summary>Synthetic weights as a checkpoint in the zip format, with PyTorch's batch counters.</summary>
    public static byte[] Zip(Architecture network, ulong seed, Func<TensorEntry, TensorEntry?>? change = null, bool zip64 = false, string prefix = "archive")
    {
        PickleWriter pickle = new PickleWriter().EmptyOrderedDict().Raw('(');
        ZipWriter storages = new(zip64);
        List<(string Key, byte[] Bytes)> parts = [];
        foreach (TensorEntry original in network.Tensors())
        {
            if ((change is null ? original : change(original)) is not TensorEntry tensor)
                continue;
            string key = parts.Count.ToString();
            pickle.Text(tensor.Name)
                .Tensor(tensor.Type == DataType.I64 ? "LongStorage" : "FloatStorage", key, tensor.Count, 0, [.. tensor.Shape], Strides([.. tensor.Shape]));
            parts.Add((key, Numbers(tensor, seed)));
        }
        storages.Add($"{prefix}/data.pkl", pickle.Raw('u').End());
        foreach ((string key, byte[] bytes) in parts)
            storages.Add($"{prefix}/data/{key}", bytes);
        return storages.Add($"{prefix}/version", "3\n"u8).End();
    }

    private static byte[] Numbers(TensorEntry tensor, ulong seed)
    {
        using SyntheticWeights weights = new([tensor], seed);
        return weights.Tensors.Count == 0 ? new byte[tensor.Length] : MemoryMarshal.AsBytes<float>(weights.ReadFloats(tensor.Name)).ToArray();
    }

    private static long[] Strides(long[] shape)
    {
        long[] strides = new long[shape.Length];
        long step = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
            (strides[axis], step) = (step, step * shape[axis]);
        return strides;
    }
}
