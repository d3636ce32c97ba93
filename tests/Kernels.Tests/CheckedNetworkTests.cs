using LiVOS.Model;
using LiVOS.Model.Weights;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Kernels.Tests;

/// <summary>A whole network, of very few channels, with the kernels of the GPU schedule in the checking executor: no launch of it races, and every tensor is
/// what the CPU schedule gives.</summary>
public class CheckedNetworkTests
{
    private const int Height = 32, Width = 48;

    private static readonly Architecture s_tiny = new(
        new ResNetShape(BlockKind.Bottleneck, 3, 8, new(1, 16), new(1, 32), new(1, 32)), new ResNetShape(BlockKind.Basic, 5, 8, new(1, 8), new(1, 8), new(1, 16)),
        Dimension: 32, KeyWidth: 8, Width8: 16, Width4: 8, Queries: 4, Heads: 8, FeedForward: 24, TransformerBlocks: 1);

    private static readonly string[] s_traced =
    [
        "image_encoder.2", "image_encoder.1", "image_encoder.0", "pix_projector", "pixel_fuser", "object_summarizer",
        "state", "key_sum", "sensory", "object_memory",
    ];

    [Fact]
    public void The_gpu_schedule_agrees_with_the_cpus()
    {
        using var cpu = new CpuDevice(threads: 2);
        using var checking = new CheckingDevice(vectorWidth: 4);
        List<(string Name, float[] Values)> expected = Segment(cpu), actual = Segment(checking);
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        foreach (((string name, float[] values), (_, float[] others)) in expected.Zip(actual))
        {
            Assert.Equal(values.Length, others.Length);
            float scale = values.Max(Math.Abs);
            Assert.True(scale > 0 && values.Distinct().Count() > 1, $"{name} tells nothing apart");
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - others[i]) <= 1e-4 * scale, $"{name}, element {i}: {values[i]} on the CPU, {others[i]} here (scale {scale})");
        }
    }

    /// <summary>Every tensor of four frames: of two objects, and of one more from the third frame on.</summary>
    private static List<(string Name, float[] Values)> Segment(Device device)
    {
        using Network network = Network.Load(new MadeUpWeights(s_tiny, seed: 7), device);
        using var segmenter = new Segmenter(network, new FrameGeometry(Height, Width), tracing: true);
        var frames = new MadeUpFrames(11, Width, Height);
        List<(string, float[])> tensors = [];
        for (int frame = 0; frame < 4; frame++)
        {
            segmenter.Step(frames[frame], Mask(frame), new int[Height * Width]);
            foreach (string name in s_traced)
                if (segmenter.ReadTrace(name) is (_, { } values)) tensors.Add(($"frame{frame}.{name}", values));
            var probabilities = new float[(segmenter.ObjectIds.Count + 1) * Height * Width];
            segmenter.ReadProbabilities(probabilities);
            tensors.Add(($"frame{frame}.prob", probabilities));
        }

        return tensors;
    }

    private static int[] Mask(int frame)
    {
        if (frame is 1 or 3) return [];
        var mask = new int[Height * Width];
        for (int y = 4; y < 24; y++)
        {
            if (frame == 2) Array.Fill(mask, 9, y * Width, 5);
            else Array.Fill(mask, 4, y * Width + 6, 14);
            if (frame == 0) Array.Fill(mask, 7, y * Width + 28, 12);
        }

        return mask;
    }
}
