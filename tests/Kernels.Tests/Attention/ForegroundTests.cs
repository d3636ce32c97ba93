using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class ForegroundTests
{
    public static TheoryData<string, (int Objects, int Positions)> Sizes => Devices.EitherTimes((1, 1), (1, 33), (2, 17), (5, 101));

    public static TheoryData<string> EveryDevice => [.. Devices.All];

    [Theory, MemberData(nameof(Sizes))]
    public void ForegroundMask(string device, (int Objects, int Positions) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Positions, 1, size.Objects);
        Tensor<float> logits = rig.Floats.Input(shape, 1, -3, 3), y = rig.Output(shape);
        double[] expected = Reference(logits.ToArray(), size.Objects, size.Positions);

        rig.Run(
            Launches.Foreground.ForegroundMask(size.Positions, logits, y, size.Objects, size.Positions),
            Launches.Foreground.ForegroundMask(size.Positions, logits, logits, size.Objects, size.Positions));

        Assert.Equal(expected, y.ToArray().Select(value => (double)value));
        Assert.Equal(y.ToArray(), logits.ToArray());
    }

    /// <summary>Two objects that are both certain are both foreground, as are clamped ones; a tie with the background counts.</summary>
    [Theory, MemberData(nameof(EveryDevice))]
    public void TiesAreForeground(string device)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(4, 1, 2);
        Tensor<float> logits = rig.Tensor<float>(shape, [30, 40, 0, -200, 25, -40, -200, -200]), y = rig.Output(shape);

        rig.Run(Launches.Foreground.ForegroundMask(4, logits, y, 2, 4));

        Assert.Equal([1, 1, 1, 0, 1, 0, 0, 0], y.ToArray());
    }

    /// <summary>The aggregate's logits (docs/network.md#aggregation), compared plane by plane.</summary>
    private static double[] Reference(float[] logits, int objects, int positions)
    {
        static double Logit(double p)
        {
            p = Math.Clamp(p, 1e-7, 1 - 1e-7);
            return Math.Log(p / (1 - p));
        }

        var y = new double[logits.Length];
        for (int position = 0; position < positions; position++)
        {
            double[] p = [.. Enumerable.Range(0, objects).Select(n => 1 / (1 + Math.Exp(-logits[n * positions + position])))];
            double[] planes = [Logit(p.Aggregate(1.0, (product, value) => product * (1 - value))), .. p.Select(Logit)];
            for (int n = 0; n < objects; n++)
                y[n * positions + position] = planes[n + 1] >= planes.Max() ? 1 : 0;
        }

        return y;
    }
}
