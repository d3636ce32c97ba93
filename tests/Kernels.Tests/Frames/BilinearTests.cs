using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class BilinearTests
{
    public static TheoryData<string, (Shape Shape, bool Fine)> Shapes => Devices.EitherTimes<(Shape, bool)>(
        (new(1, 1, 1, 1), false), (new(1, 1, 6, 4), false), (new(2, 5, 1, 5), false), (new(3, 3, 4, 48), false), (new(2, 2, 3, 64), false),
        (new(1, 1, 6, 4), true), (new(2, 5, 1, 5), true), (new(3, 3, 4, 16), true));

    [Theory, MemberData(nameof(Shapes))]
    public void UpsampleAdd(string device, (Shape Shape, bool Fine) size)
    {
        using var rig = new Rig(device);
        Shape shape = size.Shape;
        Shape large = shape with { Height = shape.Height * 2, Width = shape.Width * 2 };
        Tensor<float> x = rig.Input(shape, 1), skip = rig.Input(large with { Objects = 1 }, 2), y = rig.Output(large);
        double[] expected = Expected(x, skip, large);

        RowCut cut = Cut(large, size.Fine);
        rig.Run(Launches.Bilinear.UpsampleAdd(cut.Items, x, skip, y, shape.Height, shape.Width, shape.Channels, cut.Run, cut.Slice));

        Rig.AssertClose(expected, y, 1e-6);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void UpsampleAddInPlace(string device, (Shape Shape, bool Fine) size)
    {
        using var rig = new Rig(device);
        Shape shape = size.Shape with { Objects = 1 };
        Shape large = shape with { Height = shape.Height * 2, Width = shape.Width * 2 };
        Tensor<float> x = rig.Input(shape, 1), y = rig.Input(large, 2);
        double[] expected = Expected(x, y, large);

        RowCut cut = Cut(large, size.Fine);
        rig.Run(Launches.Bilinear.UpsampleAdd(cut.Items, x, y, y, shape.Height, shape.Width, shape.Channels, cut.Run, cut.Slice));

        Rig.AssertClose(expected, y, 1e-6);
    }

    private static RowCut Cut(Shape large, bool fine)
    {
        Shape runs = large with { Width = large.Width / 2 };
        return fine ? RowCut.Fine(runs) : RowCut.Whole(runs);
    }

    private static double[] Expected(Tensor<float> x, Tensor<float> skip, Shape large)
    {
        float[] input = x.ToArray(), added = skip.ToArray();
        (int objects, int height, int width, int channels) = large;
        var expected = new List<double>();
        for (int n = 0; n < objects; n++)
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                    for (int c = 0; c < channels; c++)
                    {
                        double sample = Resampled(
                            (r, q) => input[((n * height / 2 + r) * (width / 2) + q) * channels + c],
                            height / 2, width / 2, height, width, i, j);
                        expected.Add(sample + added[(i * width + j) * channels + c]);
                    }

        return [.. expected];
    }

    /// <summary>Element (i, j) of a plane of height x width, resampled bilinearly to outHeight x outWidth: half-pixel centres, edge
    /// clamped.</summary>
    internal static double Resampled(Func<int, int, double> plane, int height, int width, int outHeight, int outWidth, int i, int j)
    {
        double y = (i + 0.5) * height / outHeight - 0.5, x = (j + 0.5) * width / outWidth - 0.5;
        int y0 = (int)Math.Floor(y), x0 = (int)Math.Floor(x);
        double sum = 0;
        for (int r = y0; r <= y0 + 1; r++)
            for (int q = x0; q <= x0 + 1; q++)
                sum += (1 - Math.Abs(y - r)) * (1 - Math.Abs(x - q)) * plane(Math.Clamp(r, 0, height - 1), Math.Clamp(q, 0, width - 1));
        return sum;
    }
}
