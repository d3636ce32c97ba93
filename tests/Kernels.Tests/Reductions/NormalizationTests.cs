using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class NormalizationTests
{
    public static TheoryData<string, (int Rows, int Channels, float Offset)> Sizes =>
        Devices.Times((1, 1, 0f), (1, 16, 0f), (7, 5, 0f), (3, 24, 100f), (33, 256, 3f));

    [Theory, MemberData(nameof(Sizes))]
    public void LayerNorm(string device, (int Rows, int Channels, float Offset) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Rows, size.Channels);
        Tensor<float> x = rig.Input(shape, 1, size.Offset - 2, size.Offset + 2), y = rig.Output(shape);
        Tensor<float> weight = rig.Input(Shape.Vector(size.Channels), 2), bias = rig.Input(Shape.Vector(size.Channels), 3);
        double[] expected = Reference(x.ToArray(), weight.ToArray(), bias.ToArray());

        rig.Run(
            Launches.Normalization.LayerNorm(size.Rows, x, weight, bias, y, size.Channels),
            Launches.Normalization.LayerNorm(size.Rows, x, weight, bias, x, size.Channels));

        Rig.AssertClose(expected, y, size.Offset > 10 ? 1e-4 : 1e-5);
        Assert.Equal(y.ToArray(), x.ToArray());
    }

    public static TheoryData<string, (int Rows, int Channels, float Offset)> GroupSizes =>
        Devices.WithGroupsTimes((1, 1, 0f), (1, 16, 0f), (3, 5, 0f), (2, 24, 100f), (5, 256, 3f), (2, 516, 0f));

    [Theory, MemberData(nameof(GroupSizes))]
    public void LayerNormByGroups(string device, (int Rows, int Channels, float Offset) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Rows, size.Channels);
        Tensor<float> x = rig.Input(shape, 1, size.Offset - 2, size.Offset + 2), y = rig.Output(shape);
        Tensor<float> weight = rig.Input(Shape.Vector(size.Channels), 2), bias = rig.Input(Shape.Vector(size.Channels), 3);
        double[] expected = Reference(x.ToArray(), weight.ToArray(), bias.ToArray());
        var groups = new LaunchShape(new(size.Rows), new(GroupRows.Items));

        rig.Run(
            Launches.GroupRows.LayerNorm(groups, x, weight, bias, y, size.Channels),
            Launches.GroupRows.LayerNorm(groups, x, weight, bias, x, size.Channels));

        Rig.AssertClose(expected, y, size.Offset > 10 ? 1e-4 : 1e-5);
        Assert.Equal(y.ToArray(), x.ToArray());
    }

    [Theory, MemberData(nameof(Sizes))]
    public void LayerNormOfEqualValuesIsTheBias(string device, (int Rows, int Channels, float Offset) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Rows, size.Channels);
        Tensor<float> x = rig.Input(shape, 1, 0.5f, 0.5f), y = rig.Output(shape);
        Tensor<float> weight = rig.Input(Shape.Vector(size.Channels), 2), bias = rig.Input(Shape.Vector(size.Channels), 3);

        rig.Run(Launches.Normalization.LayerNorm(size.Rows, x, weight, bias, y, size.Channels));

        Rig.AssertClose([.. Enumerable.Repeat(bias.ToArray(), size.Rows).SelectMany(row => row).Select(b => (double)b)], y);
    }

    private static double[] Reference(float[] x, float[] weight, float[] bias)
    {
        int channels = weight.Length;
        var y = new double[x.Length];
        for (int start = 0; start < x.Length; start += channels)
        {
            double[] row = [.. x.Skip(start).Take(channels).Select(value => (double)value)];
            double mean = row.Average();
            double variance = row.Average(value => (value - mean) * (value - mean));
            for (int c = 0; c < channels; c++)
                y[start + c] = (row[c] - mean) / Math.Sqrt(variance + 1e-5) * weight[c] + bias[c];
        }

        return y;
    }
}
