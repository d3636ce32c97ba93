using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class SoftmaxTests
{
    public static TheoryData<string, (int Rows, int Channels, float Range)> Sizes =>
        Devices.Times((1, 1, 1f), (1, 16, 5f), (7, 5, 5f), (3, 24, 1000f), (33, 64, 10f));

    [Theory, MemberData(nameof(Sizes))]
    public void SoftmaxRows(string device, (int Rows, int Channels, float Range) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Rows, size.Channels);
        Tensor<float> x = rig.Input(shape, 1, -size.Range, size.Range), y = rig.Output(shape);
        double[] expected = Reference(x.ToArray(), size.Channels);

        rig.Run(
            Launches.Softmax.SoftmaxRows(size.Rows, x, y, size.Channels),
            Launches.Softmax.SoftmaxRows(size.Rows, x, x, size.Channels));

        Rig.AssertClose(expected, y, 1e-6);
        Assert.Equal(y.ToArray(), x.ToArray());
    }

    private static double[] Reference(float[] x, int channels)
    {
        var y = new double[x.Length];
        for (int start = 0; start < x.Length; start += channels)
        {
            double largest = x.Skip(start).Take(channels).Max();
            double sum = x.Skip(start).Take(channels).Sum(value => Math.Exp(value - largest));
            for (int c = 0; c < channels; c++)
                y[start + c] = Math.Exp(x[start + c] - largest) / sum;
        }

        return y;
    }
}
