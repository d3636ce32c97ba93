using LiVOS.Model;
using LiVOS.Runtime;
using LiVOS.Weights.Architectures;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Kernels.Tests;

/// <summary>A whole network, of very few channels and synthetic weights, for devices that are too slow for another.</summary>
internal static class TinyNetwork
{
    private const int Height = 32, Width = 48;

    /// <summary>Pixels of a frame.</summary>
    public const int Pixels = Height * Width;

    private static readonly Architecture s_tiny = new(
        new ResNetShape(BlockKind.Bottleneck, 3, 8, new(1, 16), new(1, 32), new(1, 32)),
        new ResNetShape(BlockKind.Basic, 5, 8, new(1, 8), new(1, 8), new(1, 16)),
        Dimension: 32, KeyWidth: 8, Width8: 16, Width4: 8, Queries: 4, Heads: 8, FeedForward: 24, TransformerBlocks: 1);

    private static readonly string[] s_traced =
    [
        "image_encoder.2", "image_encoder.1", "image_encoder.0", "pix_projector", "pixel_fuser", "object_summarizer",
        "state", "key_sum", "sensory", "object_memory",
    ];

    /// <summary>Every tensor of the first frames: of two objects, and of one more from the third frame on.</summary>
    public static List<(string Name, float[] Values)> Segment(Device device, int frames, Precision precision = Precision.Float32)
    {
        using Network network = Network.Load(new SyntheticWeights(s_tiny, seed: 7), device, precision);
        using var segmenter = new Segmenter(network, new FrameGeometry(Height, Width), capturing: true);
        var pictures = new SyntheticFrames(11, Width, Height);
        List<(string, float[])> tensors = [];
        for (int frame = 0; frame < frames; frame++)
        {
            segmenter.Step(pictures[frame], Mask(frame), new int[Height * Width]);
            foreach (string name in s_traced)
                if (segmenter.ReadCaptured(name) is (_, { } values)) tensors.Add(($"frame{frame}.{name}", values));
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
