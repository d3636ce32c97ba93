using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class TiledMatchingTests
{
    public sealed record Case(int Objects, int Height, int Width, int Keys, int Values);

    public static TheoryData<string, Case> Cases => Devices.WithGroupsTimes<Case>(
        new(1, 1, 1, 1, 1), new(1, 1, 9, 8, 16), new(3, 9, 1, 5, 7), new(2, 4, 8, 33, 48), new(2, 5, 7, 17, 35), new(2, 19, 27, 12, 32));

    [Theory, MemberData(nameof(Cases))]
    public void Readout(string device, Case c)
    {
        using var rig = new Rig(device);
        int positions = c.Height * c.Width;
        Tensor<float> key = rig.Input(new(1, c.Height, c.Width, c.Keys), 1), state = rig.Input(Shape.Matrix(c.Keys, c.Values, c.Objects), 2);
        Tensor<float> norm = rig.Tensor<float>(Shape.Vector(1, 2), [2.5f, 0.75f]);
        Tensor<int> introduced = rig.Tensor<int>(Shape.Vector(c.Objects), [.. Enumerable.Range(0, c.Objects).Select(n => n % 2)]);
        Tensor<float> y = rig.Output(new(c.Objects, c.Height, c.Width, c.Values));

        rig.Run(Launches.TiledMatching.Readout(
            MatchingOps.TiledReadoutGrid(c.Objects, positions, c.Values), key, state, norm, introduced, y, positions, c.Keys, c.Values));

        Rig.AssertClose(MatchingReference.Readout(key, state, n => n % 2 == 0 ? 2.5 : 0.75), y, 2e-6);
    }

    public static TheoryData<string, Case, bool, bool> SumCases
    {
        get
        {
            var data = new TheoryData<string, Case, bool, bool>();
            foreach (object?[] row in (IEnumerable<object?[]>)Cases)
                foreach ((bool shared, bool gated) in new[] { (true, true), (false, false) })
                    data.Add((string)row[0]!, (Case)row[1]!, shared, gated);
            return data;
        }
    }

    [Theory, MemberData(nameof(SumCases))]
    public void WeightedReduction(string device, Case c, bool shared, bool gated)
    {
        using var rig = new Rig(device);
        Tensor<float> weight = rig.Input(new(shared ? 1 : c.Objects, c.Height, c.Width, c.Keys), 1);
        Tensor<float> value = rig.Input(new(c.Objects, c.Height, c.Width, c.Values), 2), gate = rig.Input(Shape.Vector(c.Values), 3, 0, 1);
        Tensor<float> sums = rig.Input(Shape.Matrix(c.Keys, gated ? c.Values : c.Values + 1, c.Objects), 4);
        double[] expected = MatchingReference.WeightedReduction(weight, value, gated ? gate : null, sums);

        var shape = new WeightedReductionShape(c.Height * c.Width, c.Keys, c.Values, sums.Shape.Channels, shared, gated);
        int splits = TiledMatching.Splits(shape.Positions);
        Tensor<float> partial = rig.Output(Shape.Matrix(c.Keys, c.Values, splits * c.Objects));
        rig.Run(
            Launches.TiledMatching.WeightedReductionSplits(MatchingOps.WeightedReductionSplitsGrid(c.Objects, shape), weight, value, partial, shape, c.Objects, splits),
            Launches.TiledMatching.ReduceSplits(c.Objects * c.Keys * c.Values, partial, gate, sums, shape, c.Objects, splits));

        Rig.AssertClose(expected, sums, 2e-6);
    }

    [Fact]
    public void Long_sums_stay_exact()
    {
        const int positions = 32 * 256 * 2 + 77; // more than the splits take in one turn
        using var rig = new Rig("checking x4");
        Tensor<float> weight = rig.Input(new(1, positions, 1, 2), 1, 0, 1), value = rig.Input(new(1, positions, 1, 3), 2, 0, 1);
        Tensor<float> sums = rig.Input(Shape.Matrix(2, 3), 4);
        double[] expected = MatchingReference.WeightedReduction(weight, value, null, sums);

        var shape = new WeightedReductionShape(positions, 2, 3, 3, WeightIsShared: true, Gated: false);
        Tensor<float> partial = rig.Output(Shape.Matrix(2, 3, TiledMatching.Splits(positions)));
        rig.Run(
            Launches.TiledMatching.WeightedReductionSplits(MatchingOps.WeightedReductionSplitsGrid(1, shape), weight, value, partial, shape, 1, partial.Shape.Objects),
            Launches.TiledMatching.ReduceSplits(6, partial, sums, sums, shape, 1, partial.Shape.Objects));

        Rig.AssertClose(expected, sums, 1e-6);
    }
}
