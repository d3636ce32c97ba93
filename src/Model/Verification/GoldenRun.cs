using LiVOS.Model.Layers;
using LiVOS.Runtime;
using LiVOS.Weights;

namespace LiVOS.Model.Verification;

/// <summary>How one recorded tensor and what the engine computes compare.</summary>
/// <param name="Name"><c>frameT.name</c>.</param>
/// <param name="Difference">The largest difference.</param>
/// <param name="Magnitude">The recorded tensor's largest magnitude.</param>
/// <param name="ArgmaxDifferences">For probabilities: pixels whose largest plane is another one although the recorded best two differ by more
/// than <see cref="GoldenRun.Tie"/>.</param>
public sealed record GoldenComparison(string Name, double Difference, double Magnitude, int ArgmaxDifferences)
{
    /// <summary>Whether the tensor is a frame's probabilities.</summary>
    public bool IsProbabilities => Name.EndsWith(".prob", StringComparison.Ordinal);

    /// <summary>Whether the comparison is within the tolerances (docs/network.md#tolerances).</summary>
    public bool IsRight => IsProbabilities
        ? Difference <= GoldenRun.ProbabilityBound && ArgmaxDifferences == 0
        : Difference <= GoldenRun.TensorBound * Magnitude;

    /// <summary>Whether the comparison is within what factors that are rounded for tensor cores cost.</summary>
    public bool IsNear => Difference <= (IsProbabilities ? GoldenRun.RoundedProbabilityBound : GoldenRun.RoundedTensorBound * Magnitude);
}

/// <summary>Runs a golden file's clip and compares every recorded tensor (docs/network.md#goldens).</summary>
/// <remarks>
/// Two of the recorder's ways are followed. The reference updates its sensory memory in place, so that every <c>frameT.sensory</c> holds what
/// it was after the last frame. And it skips the state's update on a clip's last frame if it knows which one that is, so that frame's
/// <c>state</c> is right if it is the engine's before or after the update.
/// </remarks>
public static class GoldenRun
{
    /// <summary>The largest difference of a probability.</summary>
    public const double ProbabilityBound = 1e-4;

    /// <summary>The largest difference of any other tensor, as a share of its largest magnitude.</summary>
    public const double TensorBound = 1e-3;

    /// <summary>The largest difference of a probability with <see cref="Precision.Tf32"/> and <see cref="Precision.Float16"/>: twice what was found.</summary>
    public const double RoundedProbabilityBound = 2e-2;

    /// <summary>Likewise of any other tensor, as a share of its largest magnitude.</summary>
    public const double RoundedTensorBound = 5e-2;

    /// <summary>Planes closer than this may change places.</summary>
    public const double Tie = 2e-4;

    /// <summary>Runs the clip on <paramref name="network"/> and gives each comparison as its frame is done.</summary>
    public static IEnumerable<GoldenComparison> Compare(GoldenFile golden, Network network)
    {
        using var segmenter = new Segmenter(network, new FrameGeometry(golden.Height, golden.Width), capturing: true);
        ILookup<string, string> recorded = golden.Tensors.ToLookup(name => name[..name.IndexOf('.', StringComparison.Ordinal)]);
        var ids = new int[golden.Height * golden.Width];
        (Shape, float[])? lastState = null;
        for (int frame = 0; frame < golden.Frames; frame++)
        {
            bool isLast = frame == golden.Frames - 1;
            if (isLast) lastState = segmenter.ReadCaptured("state");
            segmenter.Step(golden.Image(frame), golden.Mask(frame), ids);
            foreach (string name in recorded[$"frame{frame}"].Where(name => !IsInput(name) && Module(name) != "sensory"))
            {
                GoldenComparison comparison = Compare(golden, segmenter, name, isFirst: frame == 0);
                if (isLast && !comparison.IsRight && Module(name) == "state" && lastState is { } before) comparison = Compare(golden, name, before);
                yield return comparison;
            }
        }

        foreach (string name in golden.Tensors.Where(name => Module(name) == "sensory")) yield return Compare(golden, segmenter, name, isFirst: false);
    }

    /// <summary>Whether a recorded tensor is part of the clip, not a result.</summary>
    public static bool IsInput(string name) =>
        name.EndsWith(".image", StringComparison.Ordinal) || name.EndsWith(".mask", StringComparison.Ordinal)
            || name.EndsWith(".rgb", StringComparison.Ordinal);

    private static string Module(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static GoldenComparison Compare(GoldenFile golden, Segmenter segmenter, string name, bool isFirst)
    {
        if (Module(name) != "prob")
        {
            return Compare(golden, name, segmenter.ReadCaptured(Module(name))
                ?? throw new WeightsException($"{golden.Path}: the engine computes nothing of the name {name}."));
        }

        (long[] shape, float[] expected) = golden.Read(name);
        int computed = (segmenter.ObjectIds.Count + 1) * golden.Height * golden.Width;
        if (segmenter.ObjectIds.Count == 0 || computed != expected.Length)
            throw new WeightsException($"{golden.Path}: {name} has {expected.Length} numbers, the engine's has {computed}.");
        var actual = new float[expected.Length];
        segmenter.ReadProbabilities(actual);
        if (isFirst) AggregateLogits(actual, (int)shape[0]);
        return Compare(name, expected, actual, CountArgmaxDifferences(expected, actual, (int)shape[0]));
    }

    private static GoldenComparison Compare(GoldenFile golden, string name, (Shape Shape, float[] Values) captured)
    {
        (long[] shape, float[] expected) = golden.Read(name);
        if (captured.Values.Length != expected.Length)
            throw new WeightsException($"{golden.Path}: {name} has {expected.Length} numbers, the engine's has {captured.Values.Length}.");
        bool isMatrix = captured.Shape.Height == 1 && shape[^1] == captured.Shape.Channels;
        return Compare(name, expected, isMatrix ? captured.Values : ChannelsFirst(captured.Shape, captured.Values), argmaxDifferences: 0);
    }

    private static GoldenComparison Compare(string name, float[] expected, float[] actual, int argmaxDifferences)
    {
        double difference = 0, magnitude = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double d = Math.Abs((double)expected[i] - actual[i]);
            difference = d <= difference ? difference : d; // a NaN wins
            magnitude = Math.Max(magnitude, Math.Abs(expected[i]));
        }

        return new GoldenComparison(name, difference, magnitude, argmaxDifferences);
    }

    /// <summary>The first frame's record holds the aggregated logits of the given mask (docs/network.md#aggregation), in float32 as the
    /// reference computes them.</summary>
    private static void AggregateLogits(float[] planes, int count)
    {
        int pixels = planes.Length / count;
        for (int i = 0; i < pixels; i++)
        {
            float background = 1;
            for (int n = 1; n < count; n++) background *= 1 - planes[n * pixels + i];
            planes[i] = background;
            for (int n = 0; n < count; n++)
            {
                float p = Math.Clamp(planes[n * pixels + i], 1e-7f, 1 - 1e-7f);
                planes[n * pixels + i] = MathF.Log(p / (1 - p));
            }
        }
    }

    private static int CountArgmaxDifferences(float[] expected, float[] actual, int planes)
    {
        int pixels = expected.Length / planes, differences = 0;
        for (int i = 0; i < pixels; i++)
        {
            int best = 0, chosen = 0;
            float second = float.NegativeInfinity;
            for (int n = 1; n < planes; n++)
            {
                float value = expected[n * pixels + i], leader = expected[best * pixels + i];
                second = Math.Max(second, Math.Min(value, leader));
                if (value > leader) best = n;
                if (actual[n * pixels + i] > actual[chosen * pixels + i]) chosen = n;
            }

            if (chosen != best && expected[best * pixels + i] - second > Tie) differences++;
        }

        return differences;
    }

    private static float[] ChannelsFirst(Shape shape, float[] values)
    {
        var result = new float[values.Length];
        for (int row = 0; row < shape.Rows; row++)
            for (int c = 0; c < shape.Channels; c++)
                result[(row / shape.Positions * shape.Channels + c) * shape.Positions + row % shape.Positions] = values[row * shape.Channels + c];
        return result;
    }
}
