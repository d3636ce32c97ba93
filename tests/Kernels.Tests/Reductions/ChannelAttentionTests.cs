using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class ChannelAttentionTests
{
    private static readonly (int Objects, int Positions, int Channels)[] s_sizes =
        [(1, 1, 1), (1, 33, 16), (3, 65, 5), (2, 129, 24), (2, 150, 256), (1, 20_000, 16)];

    public static TheoryData<string, (int Objects, int Positions, int Channels)> Sizes => Devices.Times(s_sizes);

    public static TheoryData<string, (int Objects, int Positions, int Channels)> SizesInEither => Devices.EitherTimes(s_sizes);

    public static TheoryData<string, ReductionCase> Means => Devices.Times(ReductionCases.All);

    [Theory, MemberData(nameof(Means))]
    public void ChannelMean(string device, ReductionCase c)
    {
        (int objects, int positions, int channels) = (c.Objects, c.Positions, c.Channels);
        using var rig = new Rig(device);
        Tensor<float> x = rig.Input(Shape.Matrix(positions, channels, objects), 1, 0, 3), mean = rig.Output(Shape.Vector(channels, objects));
        float[] values = x.ToArray();

        rig.Run(Launches.ChannelAttention.ChannelMean(ChannelAttention.ChannelMeanItems(objects, channels), x, mean, positions, channels));

        double Expected(int i) =>
            Enumerable.Range(0, positions).Average(p => (double)values[(i / channels * positions + p) * channels + i % channels]);
        Rig.AssertClose([.. Enumerable.Range(0, objects * channels).Select(Expected)], mean, 1e-6);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void ChannelScale(string device, (int Objects, int Positions, int Channels) size)
    {
        (int objects, _, int channels) = size;
        foreach (int taps in new[] { 1, 3, 5 })
        {
            using var rig = new Rig(device);
            Shape shape = Shape.Vector(channels, objects);
            Tensor<float> mean = rig.Input(shape, 1, -3, 3), kernel = rig.Input(Shape.Vector(taps), 2), scale = rig.Output(shape);
            float[] m = mean.ToArray(), k = kernel.ToArray();

            rig.Run(Launches.ChannelAttention.ChannelScale(objects * channels, mean, kernel, scale, channels, taps));

            double Expected(int i)
            {
                double sum = 0;
                for (int t = 0; t < taps; t++)
                {
                    int c = i % channels + t - taps / 2;
                    sum += c < 0 || c >= channels ? 0 : (double)k[t] * m[i / channels * channels + c];
                }

                return 1 / (1 + Math.Exp(-sum));
            }

            Rig.AssertClose([.. Enumerable.Range(0, m.Length).Select(Expected)], scale, 1e-6);
        }
    }

    [Theory, MemberData(nameof(SizesInEither))]
    public void ScaleAdd(string device, (int Objects, int Positions, int Channels) size)
    {
        (int objects, int positions, int channels) = size;
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(positions, channels, objects);
        Tensor<float> y = rig.Input(shape, 1), alsoY = rig.Input(shape, 1), x = rig.Input(shape, 2), output = rig.Output(shape);
        Tensor<float> scale = rig.Floats.Input(Shape.Vector(channels, objects), 3);
        float[] ys = y.ToArray(), xs = x.ToArray(), scales = scale.ToArray();

        RowCut fine = RowCut.Fine(shape);
        rig.Run(
            Launches.ChannelAttention.ScaleAdd(shape.Rows, y, scale, x, output, positions, channels, channels),
            Launches.ChannelAttention.ScaleAdd(fine.Items, y, scale, x, y, positions, channels, fine.Slice),
            Launches.ChannelAttention.ScaleAdd(shape.Rows, alsoY, scale, x, x, positions, channels, channels));

        double Expected(int i) => (double)ys[i] * scales[i / channels / positions * channels + i % channels] + xs[i];
        Rig.AssertClose([.. Enumerable.Range(0, ys.Length).Select(Expected)], output, 1e-6);
        Assert.Equal(output.ToArray(), y.ToArray());
        Assert.Equal(output.ToArray(), x.ToArray());
    }
}
