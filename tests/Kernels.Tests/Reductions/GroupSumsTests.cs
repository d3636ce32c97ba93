using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class GroupSumsTests
{
    public static TheoryData<string, ReductionCase> Cases => Devices.WithGroupsEitherTimes(ReductionCases.All, c => c.Large);

    [Theory, MemberData(nameof(Cases))]
    public void Sums_of_positions(string device, ReductionCase c)
    {
        using var rig = new Rig(device);
        Tensor<float> x = rig.Input(Shape.Matrix(c.Positions, c.Channels, c.Objects), 1), mean = rig.Floats.Output(Shape.Vector(c.Channels, c.Objects));
        Tensor<float> last = rig.Floats.Input(Shape.Matrix(c.Channels, 3, c.Objects), 2);
        double[] sums = new double[c.Objects * c.Channels];
        float[] values = x.ToArray(), before = last.ToArray();
        for (int i = 0; i < values.Length; i++) sums[i / (c.Positions * c.Channels) * c.Channels + i % c.Channels] += values[i];
        var grid = ReductionOps.SumOfPositionsGrid(c.Objects, c.Channels);

        rig.Run(
            Launches.GroupSums.SumOfPositions(grid, x, mean, c.Positions, c.Channels, 1, 0, 1f / c.Positions),
            Launches.GroupSums.SumOfPositions(grid, x, last, c.Positions, c.Channels, 3, 2, 1));

        Rig.AssertClose([.. sums.Select(sum => sum / c.Positions)], mean, 2e-6);
        Rig.AssertClose([.. before.Select((value, i) => i % 3 == 2 ? sums[i / 3] : value)], last, 2e-6);
    }
}
