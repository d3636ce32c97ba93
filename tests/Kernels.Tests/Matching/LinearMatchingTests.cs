using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class LinearMatchingTests
{
    public sealed record Case(int Objects, int Height, int Width, int Keys, int Values);

    public static TheoryData<string, Case> Cases => Devices.Times<Case>(
        new(1, 1, 1, 1, 1), new(1, 1, 9, 8, 16), new(3, 9, 1, 5, 7), new(2, 8, 8, 64, 48), new(1, 13, 37, 32, 80), new(2, 24, 24, 12, 32));

    [Theory, MemberData(nameof(Cases))]
    public void MatchingNorm(string device, Case c)
    {
        using var rig = new Rig(device);
        var shape = new Shape(1, c.Height, c.Width, c.Keys);
        Tensor<float> key = rig.Input(shape, 1, 0, 1), keySum = rig.Input(shape, 2, 0, 9), bases = rig.Input(shape with { Objects = 2 }, 3, 0, 2);
        Tensor<float> norm = rig.Output(Shape.Vector(1, 2));

        rig.Run(Launches.LinearMatching.MatchingNorm(2, key, keySum, bases, norm, shape.Positions, c.Keys));

        Rig.AssertClose(MatchingReference.Norm(key, keySum, bases), norm, 2e-6);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Readout(string device, Case c)
    {
        using var rig = new Rig(device);
        int positions = c.Height * c.Width;
        Tensor<float> key = rig.Input(new(1, c.Height, c.Width, c.Keys), 1), state = rig.Input(Shape.Matrix(c.Keys, c.Values, c.Objects), 2);
        Tensor<float> norm = rig.Tensor<float>(Shape.Vector(1, 2), [2.5f, 0.75f]);
        Tensor<int> introduced = rig.Tensor<int>(Shape.Vector(c.Objects), [.. Enumerable.Range(0, c.Objects).Select(n => n % 2)]);
        Tensor<float> y = rig.Output(new(c.Objects, c.Height, c.Width, c.Values));

        int width = Launch.WidthFor(rig.Device.VectorWidth, c.Values);
        int blocks = (positions + LinearMatching.ReadoutBlock - 1) / LinearMatching.ReadoutBlock;
        rig.Run(Launches.LinearMatching.Readout(
            LaunchShape.Tiles(blocks, c.Objects, dynamicShared: LinearMatching.ReadoutScratch(width, c.Keys)),
            key, state, norm, introduced, y, positions, c.Keys, c.Values));

        Rig.AssertClose(MatchingReference.Readout(key, state, n => n % 2 == 0 ? 2.5 : 0.75), y, 2e-6);
    }

    public static TheoryData<string, (Case Case, bool Shared, bool Gated)> SumCases
    {
        get
        {
            var data = new TheoryData<string, (Case, bool, bool)>();
            foreach (object?[] row in (IEnumerable<object?[]>)Cases)
                foreach ((bool shared, bool gated) in new[] { (true, true), (false, false) })
                    data.Add((string)row[0]!, ((Case)row[1]!, shared, gated));
            return data;
        }
    }

    [Theory, MemberData(nameof(SumCases))]
    public void WeightedReduction(string device, (Case Case, bool Shared, bool Gated) test)
    {
        using var rig = new Rig(device);
        (Case c, bool shared, bool gated) = test;
        int positions = c.Height * c.Width, sumsRow = gated ? c.Values : c.Values + 1;
        Tensor<float> weight = rig.Input(new(shared ? 1 : c.Objects, c.Height, c.Width, c.Keys), 1);
        Tensor<float> value = rig.Input(new(c.Objects, c.Height, c.Width, c.Values), 2), gate = rig.Input(Shape.Vector(c.Values), 3, 0, 1);
        Tensor<float> sums = rig.Input(Shape.Matrix(c.Keys, sumsRow, c.Objects), 4);
        double[] expected = MatchingReference.WeightedReduction(weight, value, gated ? gate : null, sums);

        var shape = new WeightedReductionShape(positions, c.Keys, c.Values, sumsRow, shared, gated);
        int width = Launch.WidthFor(rig.Device.VectorWidth, c.Values);
        rig.Run(Launches.LinearMatching.WeightedReduction(MatchingOps.WeightedReductionGrid(width, c.Objects, shape), weight, value, gate, sums, shape));

        Rig.AssertClose(expected, sums, 2e-6);
    }
}
