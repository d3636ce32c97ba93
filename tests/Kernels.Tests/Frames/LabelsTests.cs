using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class LabelsTests
{
    public static TheoryData<string, (Padding Padding, int Planes, int Run)> Crops => Devices.Times(
        [.. from padding in Padding.Cases from planes in new[] { 1, 2, 6 } from run in new[] { 1, 5, padding.Width } select (padding, planes, run)]);

    public static TheoryData<string, (Padding Padding, int Planes, int OutHeight, int OutWidth, int Run)> Resamplings => Devices.Times(
        [.. from padding in Padding.Cases from planes in new[] { 1, 2, 6 } from size in new[] { (1, 1, 1), (7, 5, 5), (29, 67, 9), (1, 40, 1) }
            select (padding, planes, size.Item1, size.Item2, size.Item3)]);

    [Theory, MemberData(nameof(Crops))]
    public void Argmax(string device, (Padding Padding, int Planes, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count, int run) = size;
        Tensor<float> planes = CoarsePlanes(rig, pad, count);
        Tensor<byte> labels = Unwritten(rig, pad.Height, pad.Width);

        int runs = pad.Height * RowRun.InRow(pad.Width, run);
        rig.Run(Launches.Labels.Argmax(
            runs, planes, labels, count, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run));

        Assert.Equal(Largest(planes, pad, count), labels.ToArray());
    }

    [Theory, MemberData(nameof(Resamplings))]
    public void ResampleArgmax(string device, (Padding Padding, int Planes, int OutHeight, int OutWidth, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count, int outHeight, int outWidth, int run) = size;
        Tensor<float> planes = rig.Input(new(count, pad.PaddedHeight, pad.PaddedWidth, 1), low: 0);
        Tensor<byte> resampled = Unwritten(rig, outHeight, outWidth);

        int runs = outHeight * RowRun.InRow(outWidth, run);
        rig.Run(Resample(planes, resampled, pad, count, outHeight, outWidth, runs, run));

        float[] p = planes.ToArray();
        byte[] labels = resampled.ToArray();
        for (int i = 0; i < outHeight; i++)
            for (int j = 0; j < outWidth; j++)
            {
                double[] probabilities = [.. Enumerable.Range(0, count).Select(plane => BilinearTests.Resampled(
                    (r, q) => p[plane * pad.Positions + (pad.Top + r) * pad.PaddedWidth + pad.Left + q],
                    pad.Height, pad.Width, outHeight, outWidth, i, j))];
                int label = labels[i * outWidth + j];
                Assert.InRange(label, 0, count - 1);
                // Where two planes are as good as equal, float and double may disagree on the larger.
                Assert.True(
                    probabilities[label] >= probabilities.Max() - 1e-5, $"({i}, {j}): plane {label} of {string.Join(", ", probabilities)}");
            }
    }

    [Theory, MemberData(nameof(Crops))]
    public void ResampleArgmaxToTheSameSize(string device, (Padding Padding, int Planes, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count, int run) = size;
        Tensor<float> planes = CoarsePlanes(rig, pad, count);
        Tensor<byte> labels = Unwritten(rig, pad.Height, pad.Width);

        int runs = pad.Height * RowRun.InRow(pad.Width, run);
        rig.Run(Resample(planes, labels, pad, count, pad.Height, pad.Width, runs, run));

        Assert.Equal(Largest(planes, pad, count), labels.ToArray());
    }

    private static Launch Resample(
        Tensor<float> planes, Tensor<byte> labels, Padding pad, int count, int outHeight, int outWidth, int runs, int run) =>
        Launches.Labels.ResampleArgmax(
            runs, planes, labels, count, pad.Height, pad.Width, outHeight, outWidth, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run);

    /// <summary>The plane that is largest at each pixel; the first of equal ones.</summary>
    private static byte[] Largest(Tensor<float> planes, Padding pad, int count)
    {
        float[] p = planes.ToArray();
        var labels = new byte[pad.Height * pad.Width];
        for (int i = 0; i < pad.Positions; i++)
            if (pad.Inside(i) is >= 0 and int pixel)
                labels[pixel] = (byte)Enumerable.Range(0, count).MaxBy(plane => p[plane * pad.Positions + i]);
        return labels;
    }

    /// <summary>Probabilities of few different values: many ties.</summary>
    private static Tensor<float> CoarsePlanes(Rig rig, Padding pad, int count)
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, count * pad.Positions).Select(_ => random.Next(4) / 4f)];
        return rig.Tensor<float>(new(count, pad.PaddedHeight, pad.PaddedWidth, 1), values);
    }

    private static Tensor<byte> Unwritten(Rig rig, int height, int width)
    {
        var values = new byte[height * width];
        Array.Fill(values, (byte)99);
        return rig.Tensor<byte>(new(1, height, width, 1), values);
    }
}
