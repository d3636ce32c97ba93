using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class MaxPoolingTests
{
    public static TheoryData<string, (Shape Shape, bool Fine)> Shapes => Devices.EitherTimes<(Shape, bool)>(
        (new(1, 1, 1, 1), false), (new(1, 1, 9, 4), false), (new(2, 8, 1, 5), false), (new(3, 7, 10, 48), false), (new(2, 6, 5, 64), false),
        (new(1, 2, 2, 16), false), (new(2, 8, 1, 5), true), (new(2, 3, 9, 16), true), (new(1, 2, 3, 4), true));

    [Theory, MemberData(nameof(Shapes))]
    public void MaxPool(string device, (Shape Shape, bool Fine) size)
    {
        Shape shape = size.Shape;
        using var rig = new Rig(device);
        (int images, int height, int width, int channels) = shape;
        int outHeight = (height + 1) / 2, outWidth = (width + 1) / 2;
        // Only negative values: padding that took part as 0 would win.
        Tensor<float> x = rig.Input(shape, low: -2, high: -1), y = rig.Output(new(images, outHeight, outWidth, channels));

        RowCut cut = size.Fine ? RowCut.Fine(y.Shape) : RowCut.Whole(y.Shape);
        rig.Run(Launches.MaxPooling.MaxPool(cut.Items, x, y, height, width, channels, cut.Run, cut.Slice));

        float[] input = x.ToArray();
        var expected = new List<double>();
        for (int n = 0; n < images; n++)
            for (int i = 0; i < outHeight; i++)
                for (int j = 0; j < outWidth; j++)
                    for (int c = 0; c < channels; c++)
                    {
                        double largest = double.NegativeInfinity;
                        for (int r = Math.Max(2 * i - 1, 0); r <= Math.Min(2 * i + 1, height - 1); r++)
                            for (int q = Math.Max(2 * j - 1, 0); q <= Math.Min(2 * j + 1, width - 1); q++)
                                largest = Math.Max(largest, input[((n * height + r) * width + q) * channels + c]);
                        expected.Add(largest);
                    }

        Rig.AssertClose([.. expected], y, 0);
    }
}
