using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class LabelsTests
{
    public static TheoryData<string, (Padding Padding, int Planes)> Crops =>
        Devices.Times([.. from padding in Padding.Cases from planes in new[] { 1, 2, 6 } select (padding, planes)]);

    public static TheoryData<string, (Padding Padding, int Planes, int OutHeight, int OutWidth)> Resamplings => Devices.Times(
        [.. from padding in Padding.Cases from planes in new[] { 1, 2, 6 } from size in new[] { (1, 1), (7, 5), (29, 67), (1, 40) }
            select (padding, planes, size.Item1, size.Item2)]);

    [Theory, MemberData(nameof(Crops))]
    public void Argmax(string device, (Padding Padding, int Planes) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count) = size;
        Tensor<float> planes = CoarsePlanes(rig, pad, count);
        Tensor<int> labels = Unwritten(rig, pad.Height, pad.Width);

        rig.Run(Launches.Argmax(pad.Height, planes, labels, count, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left));

        float[] p = planes.ToArray();
        var expected = new int[pad.Height * pad.Width];
        for (int i = 0; i < pad.Positions; i++)
            if (pad.Inside(i) is >= 0 and int pixel)
                expected[pixel] = Enumerable.Range(0, count).MaxBy(plane => p[plane * pad.Positions + i]);
        Assert.Equal(expected, labels.ToArray());
    }

    [Theory, MemberData(nameof(Resamplings))]
    public void ResampleArgmax(string device, (Padding Padding, int Planes, int OutHeight, int OutWidth) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count, int outHeight, int outWidth) = size;
        Tensor<float> planes = rig.Input(new(count, pad.PaddedHeight, pad.PaddedWidth, 1), low: 0);
        Tensor<int> labels = Unwritten(rig, outHeight, outWidth);

        rig.Run(Resample(planes, labels, pad, count, outHeight, outWidth));

        float[] p = planes.ToArray();
        int[] actual = labels.ToArray();
        for (int i = 0; i < outHeight; i++)
            for (int j = 0; j < outWidth; j++)
            {
                double[] probabilities = [.. Enumerable.Range(0, count).Select(plane => BilinearTests.Resampled(
                    (r, q) => p[plane * pad.Positions + (pad.Top + r) * pad.PaddedWidth + pad.Left + q],
                    pad.Height, pad.Width, outHeight, outWidth, i, j))];
                int label = actual[i * outWidth + j];
                Assert.InRange(label, 0, count - 1);
                // Where two planes are as good as equal, float and double may disagree on the larger.
                Assert.True(
                    probabilities[label] >= probabilities.Max() - 1e-5, $"({i}, {j}): plane {label} of {string.Join(", ", probabilities)}");
            }
    }

    [Theory, MemberData(nameof(Crops))]
    public void ResampleArgmaxToTheSameSize(string device, (Padding Padding, int Planes) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count) = size;
        Tensor<float> planes = CoarsePlanes(rig, pad, count);
        Tensor<int> expected = Unwritten(rig, pad.Height, pad.Width), labels = Unwritten(rig, pad.Height, pad.Width);

        rig.Run(
            Launches.Argmax(pad.Height, planes, expected, count, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left),
            Resample(planes, labels, pad, count, pad.Height, pad.Width));

        Assert.Equal(expected.ToArray(), labels.ToArray());
    }

    private static Launch Resample(Tensor<float> planes, Tensor<int> labels, Padding pad, int count, int outHeight, int outWidth) =>
        Launches.ResampleArgmax(
            outHeight, planes, labels, count, pad.Height, pad.Width, outHeight, outWidth,
            pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left);

    /// <summary>Probabilities of few different values: many ties.</summary>
    private static Tensor<float> CoarsePlanes(Rig rig, Padding pad, int count)
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, count * pad.Positions).Select(_ => random.Next(4) / 4f)];
        return rig.Tensor<float>(new(count, pad.PaddedHeight, pad.PaddedWidth, 1), values);
    }

    private static Tensor<int> Unwritten(Rig rig, int height, int width)
    {
        var poison = new int[height * width];
        Array.Fill(poison, -1);
        return rig.Tensor<int>(new(1, height, width, 1), poison);
    }
}
