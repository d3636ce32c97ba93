using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class AggregationTests
{
    public static TheoryData<string, (int Objects, int Positions)> ObjectCounts => Devices.Times((1, 1), (1, 40), (2, 7), (5, 33));

    public static TheoryData<string, (Shape Shape, bool Fine)> Planes => Devices.Times<(Shape, bool)>(
        (new(2, 1, 1, 1), false), (new(1, 2, 3, 1), false), (new(2, 1, 12, 1), false), (new(3, 5, 1, 1), false), (new(6, 3, 7, 1), false),
        (new(2, 4, 8, 1), false), (new(1, 2, 3, 1), true), (new(3, 5, 1, 1), true), (new(4, 2, 7, 1), true));

    [Theory, MemberData(nameof(ObjectCounts))]
    public void AggregateLogits(string device, (int Objects, int Positions) size)
    {
        using var rig = new Rig(device);
        (int objects, int positions) = size;
        Tensor<float> logits = rig.Input(Shape.Matrix(positions, 1, objects), low: -4, high: 4);
        Tensor<float> y = rig.Output(Shape.Matrix(positions, 1, objects + 1));

        rig.Run(Launches.Aggregation.AggregateLogits(positions, logits, y, objects, positions));

        float[] input = logits.ToArray();
        var expected = new double[(objects + 1) * positions];
        for (int p = 0; p < positions; p++)
        {
            double background = 1;
            for (int n = 0; n < objects; n++)
            {
                double probability = 1 / (1 + Math.Exp(-input[n * positions + p]));
                background *= 1 - probability;
                expected[(n + 1) * positions + p] = LogOdds(probability);
            }

            expected[p] = LogOdds(background);
        }

        Rig.AssertClose(expected, y);
    }

    /// <summary>Certain logits end at the bounds, which are floats: the upper one is 1 - 2^-23.</summary>
    [Theory, MemberData(nameof(DeviceNames))]
    public void AggregateLogitsClamps(string device)
    {
        using var rig = new Rig(device);
        Tensor<float> logits = rig.Tensor<float>(Shape.Matrix(4, 1, objects: 1), [-1000, -40, 40, 1000]);
        Tensor<float> y = rig.Output(Shape.Matrix(4, 1, objects: 2));

        rig.Run(Launches.Aggregation.AggregateLogits(4, logits, y, 1, 4));

        double least = Math.Log(1e-7), most = Math.Log((1 - Math.Pow(2, -23)) / Math.Pow(2, -23));
        Rig.AssertClose([most, most, least, least, least, least, most, most], y, 1e-6);
    }

    [Theory, MemberData(nameof(Planes))]
    public void UpsampleSoftmax(string device, (Shape Shape, bool Fine) size)
    {
        using var rig = new Rig(device);
        Shape shape = size.Shape;
        (int planes, int height, int width, _) = shape;
        Shape large = shape with { Height = 4 * height, Width = 4 * width };
        Tensor<float> x = rig.Input(shape, low: -16, high: 16), y = rig.Output(large);

        int run = size.Fine ? 1 : width;
        rig.Run(Launches.Aggregation.UpsampleSoftmax(large.Height * RowRun.InRow(width, run), x, y, planes, height, width, run));

        float[] input = x.ToArray();
        var expected = new double[large.Length];
        for (int i = 0; i < large.Height; i++)
            for (int j = 0; j < large.Width; j++)
            {
                double Weight(int plane) => Math.Exp(BilinearTests.Resampled(
                    (r, q) => input[(plane * height + r) * width + q], height, width, large.Height, large.Width, i, j));
                double sum = Enumerable.Range(0, planes).Sum(Weight);
                for (int plane = 0; plane < planes; plane++) expected[plane * large.Positions + i * large.Width + j] = Weight(plane) / sum;
            }

        Rig.AssertClose(expected, y);
    }

    public static TheoryData<string> DeviceNames => [.. Devices.All];

    private static double LogOdds(double p)
    {
        p = Math.Clamp(p, 1e-7, 1 - 1e-7);
        return Math.Log(p / (1 - p));
    }
}
