using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class TiledMatchingTests
{
    public static TheoryData<string, MatchingCase> Cases => Devices.WithGroupsEitherTimes(MatchingCases.All, c => c.Large);

    public static TheoryData<string, (MatchingCase Case, bool Shared, bool Gated)> SumCases =>
        Devices.WithGroupsEitherTimes(MatchingCases.Sums, test => test.Case.Large);

    [Theory, MemberData(nameof(Cases))]
    public void Readout(string device, MatchingCase c) => MatchingChecks.Readout(device, c, (_, x) => Launches.TiledMatching.Readout(
        MatchingOps.TiledReadoutGrid(c.Objects, c.Positions, c.Values), x.Key, x.State, x.Norm, x.Introduced, x.Y, c.Positions, c.Keys, c.Values));

    [Theory, MemberData(nameof(SumCases))]
    public void WeightedReduction(string device, (MatchingCase Case, bool Shared, bool Gated) test) =>
        MatchingChecks.WeightedReduction(device, test, (rig, x) => Reduction(rig, test.Case.Objects, x));

    [Fact]
    public void Long_sums_stay_exact()
    {
        const int positions = 32 * 256 * 2 + 77; // more than the splits take in one turn
        using var rig = new Rig("checking x4");
        Tensor<float> weight = rig.Input(new(1, positions, 1, 2), 1, 0, 1), value = rig.Input(new(1, positions, 1, 3), 2, 0, 1);
        Tensor<float> sums = rig.Input(Shape.Matrix(2, 3), 4);
        double[] expected = MatchingReference.WeightedReduction(weight, value, null, sums);

        var shape = new WeightedReductionShape(positions, 2, 3, 3, WeightIsShared: true, Gated: false);
        rig.Run(Reduction(rig, 1, new(weight, value, Gate: sums, sums, shape)));

        Rig.AssertClose(expected, sums, 1e-6);
    }

    /// <summary>The reduction in splits, and the sum of the splits.</summary>
    private static Launch[] Reduction(Rig rig, int objects, MatchingChecks.ReductionTensors x)
    {
        int splits = TiledMatching.Splits(x.Shape.Positions);
        Tensor<float> partial = rig.Floats.Output(Shape.Matrix(x.Shape.Keys, x.Shape.Values, splits * objects));
        return
        [
            Launches.TiledMatching.WeightedReductionSplits(
                MatchingOps.WeightedReductionSplitsGrid(objects, x.Shape), x.Weight, x.Value, partial, x.Shape, objects, splits),
            Launches.TiledMatching.ReduceSplits(
                objects * x.Shape.Keys * x.Shape.Values, partial, x.Gate, x.Sums, x.Shape, objects, splits),
        ];
    }
}
