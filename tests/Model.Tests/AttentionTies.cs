using System.Globalization;
using LiVOS.Model.Verification;
using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using Xunit.Sdk;

namespace LiVOS.Model.Tests;

/// <summary>
/// The object transformer's predictions say which object is in front at a position (docs/network.md#attention-mask), and attention looks only there. Where two
/// objects are nearly equal, rounded factors may put the other one in front; masks then go another way, which no bound on rounding can hold.
/// </summary>
internal static class AttentionTies
{
    /// <summary>Requires that a run with rounded factors first leaves the float one at such a position: until then predictions are near, and planes that change
    /// places were closer than twice the largest difference of a plane. Says where that was.</summary>
    public static string RequireAsCause(GoldenFile golden, Device rounding, Precision precision, int frames)
    {
        using var processor = new CpuDevice();
        using Network network = GoldenTests.Load(golden, processor), rounded = GoldenTests.Load(golden, rounding, precision);
        using var segmenter = new Segmenter(network, new FrameGeometry(golden.Height, golden.Width), capturing: true);
        using var other = new Segmenter(rounded, new FrameGeometry(golden.Height, golden.Width), capturing: true);
        var ids = new int[golden.Height * golden.Width];
        for (int frame = 0; frame < frames; frame++)
        {
            segmenter.Step(golden.Image(frame), golden.Mask(frame), ids);
            other.Step(golden.Image(frame), golden.Mask(frame), ids);
            for (int i = 0; segmenter.ReadCaptured($"object_transformer.1.q_logits.{i}") is { } logits; i++)
            {
                double[][] expected = Planes(logits), found = Planes(other.ReadCaptured($"object_transformer.1.q_logits.{i}")!.Value);
                double difference = expected.Zip(found, (a, b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max()).Max();
                Assert.InRange(difference, 0, GoldenRun.RoundedProbabilityBound);
                double[] gaps = [.. expected.Zip(found).Where(planes => Largest(planes.First) != Largest(planes.Second)).Select(planes => Gap(planes.First))];
                Assert.All(gaps, gap => Assert.InRange(gap, 0, 2 * difference));
                if (gaps.Length == 0) continue;
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Frame {frame}, prediction {i}: {gaps.Length} of {expected.Length} positions change sides, their planes {gaps.Max():E1} apart or less; "
                    + $"a plane changes by {difference:E1} at most.");
            }
        }

        throw FailException.ForFailure($"{golden.Path}: masks differ, and no two objects were nearly equal.");
    }

    /// <summary>The probabilities of the background and the objects at each position.</summary>
    private static double[][] Planes((Shape Shape, float[] Values) logits)
    {
        int objects = logits.Shape.Objects, positions = logits.Values.Length / objects;
        return
        [
            .. Enumerable.Range(0, positions).Select(position =>
            {
                double[] planes = [.. Enumerable.Range(0, objects).Select(n => 1 / (1 + Math.Exp(-logits.Values[n * positions + position])))];
                return (double[])[planes.Aggregate(1.0, (product, p) => product * (1 - p)), .. planes];
            }),
        ];
    }

    private static int Largest(double[] planes) => Array.IndexOf(planes, planes.Max());

    private static double Gap(double[] planes) => planes.Max() - planes.Order().ElementAt(planes.Length - 2);
}
