using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class PositionalEncodingTests
{
    public static TheoryData<string, (int Objects, int Height, int Width, int Channels)> Sizes =>
        Devices.EitherTimes((1, 1, 1, 4), (1, 5, 1, 12), (2, 1, 7, 8), (3, 5, 7, 32), (2, 3, 4, 256));

    [Theory, MemberData(nameof(Sizes))]
    public void AddPositionalEncoding(string device, (int Objects, int Height, int Width, int Channels) size)
    {
        using var rig = new Rig(device);
        var shape = new Shape(size.Objects, size.Height, size.Width, size.Channels);
        int half = size.Channels / 2;
        Tensor<float> x = rig.Input(shape), y = rig.Output(shape);
        Tensor<float> alongX = rig.Floats.Tensor<float>(Shape.Matrix(size.Width, half), PositionalTable.Along(size.Width, size.Channels));
        Tensor<float> alongY = rig.Floats.Tensor<float>(Shape.Matrix(size.Height, half), PositionalTable.Along(size.Height, size.Channels));
        double[] expected = Reference(x.ToArray(), shape);

        RowCut fine = RowCut.Fine(shape with { Width = 2 * size.Width, Channels = half });
        rig.Run(
            Launches.PositionalEncoding.AddPositionalEncoding(2 * shape.Rows, x, alongX, alongY, y, size.Height, size.Width, size.Channels, half),
            Launches.PositionalEncoding.AddPositionalEncoding(fine.Items, x, alongX, alongY, x, size.Height, size.Width, size.Channels, fine.Slice));

        Rig.AssertClose(expected, y, 1e-6);
        Assert.Equal(y.ToArray(), x.ToArray());
    }

    /// <summary>docs/network.md#positional-encoding, channel by channel.</summary>
    private static double[] Reference(float[] x, Shape shape)
    {
        int quarter = shape.Channels / 4;
        var y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int channel = i % shape.Channels, column = i / shape.Channels % shape.Width, row = i / shape.Channels / shape.Width % shape.Height;
            bool encodesX = channel < 2 * quarter;
            double position = encodesX ? column / (shape.Width - 1 + 1e-6) * 32 : row / (shape.Height - 1 + 1e-6) * 32;
            int frequency = channel % (2 * quarter) / 2;
            double angle = position * Math.Pow(128, -2.0 * frequency / (2 * quarter));
            y[i] = x[i] + (channel % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }

        return y;
    }
}
