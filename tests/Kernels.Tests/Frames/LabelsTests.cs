using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class LabelsTests
{
    /// <summary>The ids of planes: bytes, and others.</summary>
    private static readonly int[] s_bytes = [0, 200, 3, 255, 1, 17], s_ints = [0, 70000, 3, 256, 1, 1 << 24];

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
        Tensor<byte> bytes = Unwritten<byte>(rig, pad.Height, pad.Width, 99);
        Tensor<int> ints = Unwritten(rig, pad.Height, pad.Width, -1);

        int runs = pad.Height * RowRun.InRow(pad.Width, run);
        rig.Run(
            Launches.Labels.ArgmaxBytes(runs, planes, Ids(rig, s_bytes, count), bytes, count, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run),
            Launches.Labels.Argmax(runs, planes, Ids(rig, s_ints, count), ints, count, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run));

        int[] expected = Largest(planes, pad, count);
        Assert.Equal(expected.Select(label => (byte)s_bytes[label]), bytes.ToArray());
        Assert.Equal(expected.Select(label => s_ints[label]), ints.ToArray());
    }

    [Theory, MemberData(nameof(Resamplings))]
    public void ResampleArgmax(string device, (Padding Padding, int Planes, int OutHeight, int OutWidth, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count, int outHeight, int outWidth, int run) = size;
        Tensor<float> planes = rig.Input(new(count, pad.PaddedHeight, pad.PaddedWidth, 1), low: 0);
        Tensor<byte> bytes = Unwritten<byte>(rig, outHeight, outWidth, 99);
        Tensor<int> ints = Unwritten(rig, outHeight, outWidth, -1);

        int runs = outHeight * RowRun.InRow(outWidth, run);
        rig.Run(
            ResampleBytes(planes, Ids(rig, s_bytes, count), bytes, pad, count, outHeight, outWidth, runs, run),
            Launches.Labels.ResampleArgmax(
                runs, planes, Ids(rig, s_ints, count), ints, count, pad.Height, pad.Width, outHeight, outWidth,
                pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run));

        float[] p = planes.ToArray();
        int[] labels = [.. ints.ToArray().Select(id => Array.IndexOf(s_ints, id))];
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

        Assert.Equal(labels.Select(label => (byte)s_bytes[label]), bytes.ToArray());
    }

    [Theory, MemberData(nameof(Crops))]
    public void ResampleArgmaxToTheSameSize(string device, (Padding Padding, int Planes, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int count, int run) = size;
        Tensor<float> planes = CoarsePlanes(rig, pad, count);
        Tensor<byte> mask = Unwritten<byte>(rig, pad.Height, pad.Width, 99);

        int runs = pad.Height * RowRun.InRow(pad.Width, run);
        rig.Run(ResampleBytes(planes, Ids(rig, s_bytes, count), mask, pad, count, pad.Height, pad.Width, runs, run));

        Assert.Equal(Largest(planes, pad, count).Select(label => (byte)s_bytes[label]), mask.ToArray());
    }

    private static Launch ResampleBytes(
        Tensor<float> planes, Tensor<int> ids, Tensor<byte> mask, Padding pad, int count, int outHeight, int outWidth, int runs, int run) =>
        Launches.Labels.ResampleArgmaxBytes(
            runs, planes, ids, mask, count, pad.Height, pad.Width, outHeight, outWidth, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run);

    /// <summary>The plane that is largest at each pixel; the first of equal ones.</summary>
    private static int[] Largest(Tensor<float> planes, Padding pad, int count)
    {
        float[] p = planes.ToArray();
        var labels = new int[pad.Height * pad.Width];
        for (int i = 0; i < pad.Positions; i++)
            if (pad.Inside(i) is >= 0 and int pixel)
                labels[pixel] = Enumerable.Range(0, count).MaxBy(plane => p[plane * pad.Positions + i]);
        return labels;
    }

    /// <summary>Probabilities of few different values: many ties.</summary>
    private static Tensor<float> CoarsePlanes(Rig rig, Padding pad, int count)
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, count * pad.Positions).Select(_ => random.Next(4) / 4f)];
        return rig.Tensor<float>(new(count, pad.PaddedHeight, pad.PaddedWidth, 1), values);
    }

    private static Tensor<int> Ids(Rig rig, int[] ids, int count) => rig.Tensor<int>(Shape.Vector(count), ids.AsSpan(0, count));

    private static Tensor<T> Unwritten<T>(Rig rig, int height, int width, T poison) where T : unmanaged
    {
        var values = new T[height * width];
        Array.Fill(values, poison);
        return rig.Tensor<T>(new(1, height, width, 1), values);
    }
}
