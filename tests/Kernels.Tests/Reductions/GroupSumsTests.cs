using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class GroupSumsTests
{
    public sealed record Case(int Objects, int Positions, int Columns);

    public static TheoryData<string, Case> Cases => Devices.WithGroupsTimes<Case>(
        new(1, 1, 1), new(2, 15, 16), new(3, 33, 17), new(1, 2 * 16 * 64 + 5, 3), new(2, 100, 40));

    [Theory, MemberData(nameof(Cases))]
    public void Sums_of_positions(string device, Case c)
    {
        using var rig = new Rig(device);
        Tensor<float> x = rig.Input(Shape.Matrix(c.Positions, c.Columns, c.Objects), 1), mean = rig.Output(Shape.Vector(c.Columns, c.Objects));
        Tensor<float> last = rig.Input(Shape.Matrix(c.Columns, 3, c.Objects), 2);
        double[] sums = new double[c.Objects * c.Columns];
        float[] values = x.ToArray(), before = last.ToArray();
        for (int i = 0; i < values.Length; i++) sums[i / (c.Positions * c.Columns) * c.Columns + i % c.Columns] += values[i];
        var grid = ReductionOps.SumOfPositionsGrid(c.Objects, c.Columns);

        rig.Run(
            Launches.GroupSums.SumOfPositions(grid, x, mean, c.Positions, c.Columns, 1, 0, 1f / c.Positions),
            Launches.GroupSums.SumOfPositions(grid, x, last, c.Positions, c.Columns, 3, 2, 1));

        Rig.AssertClose([.. sums.Select(sum => sum / c.Positions)], mean, 2e-6);
        Rig.AssertClose([.. before.Select((value, i) => i % 3 == 2 ? sums[i / 3] : value)], last, 2e-6);
    }
}
