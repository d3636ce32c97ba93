using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class MaxPoolingTests
{
    public static TheoryData<string, Shape> Shapes =>
        Devices.Times<Shape>(new(1, 1, 1, 1), new(1, 1, 9, 4), new(2, 8, 1, 5), new(3, 7, 10, 48), new(2, 6, 5, 64), new(1, 2, 2, 16));

    [Theory, MemberData(nameof(Shapes))]
    public void MaxPool(string device, Shape shape)
    {
        using var rig = new Rig(device);
        (int images, int height, int width, int channels) = shape;
        int outHeight = (height + 1) / 2, outWidth = (width + 1) / 2;
        // Only negative values: padding that took part as 0 would win.
        Tensor<float> x = rig.Input(shape, low: -2, high: -1), y = rig.Output(new(images, outHeight, outWidth, channels));

        rig.Run(Launches.MaxPooling.MaxPool(images * outHeight, x, y, height, width, channels));

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
