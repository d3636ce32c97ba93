using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>Runs an implementation of linear matching on synthetic tensors and compares it with <see cref="MatchingReference"/>.</summary>
internal static class MatchingChecks
{
    public sealed record NormTensors(Tensor<float> Key, Tensor<float> KeySum, Tensor<float> KeySumAtIntroduction, Tensor<float> Norm);

    public sealed record ReadoutTensors(Tensor<float> Key, Tensor<float> State, Tensor<float> Norm, Tensor<int> Introduced, Tensor<float> Y);

    public sealed record ReductionTensors(Tensor<float> Weight, Tensor<float> Value, Tensor<float> Gate, Tensor<float> Sums, WeightedReductionShape Shape);

    public static void Norm(string device, (int Positions, int Channels) c, Func<NormTensors, Launch> launch)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(c.Positions, c.Channels);
        var x = new NormTensors(
            rig.Input(shape, 1, 0, 1), rig.Input(shape, 2, 0, 9), rig.Input(shape with { Objects = 2 }, 3, 0, 2), rig.Output(Shape.Vector(1, 2)));

        rig.Run(launch(x));

        Rig.AssertClose(MatchingReference.Norm(x.Key, x.KeySum, x.KeySumAtIntroduction), x.Norm, 2e-6);
    }

    public static void Readout(string device, MatchingCase c, Func<Device, ReadoutTensors, Launch> launch)
    {
        using var rig = new Rig(device);
        var x = new ReadoutTensors(
            rig.Floats.Input(new(1, c.Height, c.Width, c.Keys), 1), rig.Floats.Input(Shape.Matrix(c.Keys, c.Values, c.Objects), 2),
            rig.Floats.Tensor<float>(Shape.Vector(1, 2), [2.5f, 0.75f]),
            rig.Tensor<int>(Shape.Vector(c.Objects), [.. Enumerable.Range(0, c.Objects).Select(n => n % 2)]),
            rig.Output(new(c.Objects, c.Height, c.Width, c.Values)));

        rig.Run(launch(rig.Device, x));

        Rig.AssertClose(MatchingReference.Readout(x.Key, x.State, n => n % 2 == 0 ? 2.5 : 0.75), x.Y, 2e-6);
    }

    public static void WeightedReduction(
        string device, (MatchingCase Case, bool Shared, bool Gated) test, Func<Rig, ReductionTensors, Launch[]> launches)
    {
        using var rig = new Rig(device);
        (MatchingCase c, bool shared, bool gated) = test;
        int sumsRow = gated ? c.Values : c.Values + 1;
        var x = new ReductionTensors(
            rig.Floats.Input(new(shared ? 1 : c.Objects, c.Height, c.Width, c.Keys), 1), rig.Input(new(c.Objects, c.Height, c.Width, c.Values), 2),
            rig.Floats.Input(Shape.Vector(c.Values), 3, 0, 1), rig.Floats.Input(Shape.Matrix(c.Keys, sumsRow, c.Objects), 4),
            new WeightedReductionShape(c.Positions, c.Keys, c.Values, sumsRow, shared, gated));
        double[] expected = MatchingReference.WeightedReduction(x.Weight, x.Value, gated ? x.Gate : null, x.Sums);

        rig.Run(launches(rig, x));

        Rig.AssertClose(expected, x.Sums, 2e-6);
    }
}
