using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class FramePreparationTests
{
    private static readonly double[] s_mean = [0.485, 0.456, 0.406], s_deviation = [0.229, 0.224, 0.225];

    public static TheoryData<string, (Padding Padding, int Run)> Paddings =>
        Devices.Times([.. from padding in Padding.Cases from run in new[] { 1, 5, padding.PaddedWidth } select (padding, run)]);

    public static TheoryData<string, (Padding Padding, int Objects, int Run)> MaskedPaddings => Devices.Times(
        [.. from padding in Padding.Cases from objects in new[] { 1, 2, 5 } from run in new[] { 1, 5, padding.PaddedWidth } select (padding, objects, run)]);

    [Theory, MemberData(nameof(Paddings))]
    public void PadFrame(string device, (Padding Padding, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int run) = size;
        Tensor<float> frame = rig.Input(new(1, pad.Height, pad.Width, 3), low: 0);
        Tensor<float> y = rig.Output(new(1, pad.PaddedHeight, pad.PaddedWidth, 3));

        rig.Run(Launches.FramePreparation.PadFrame(
            pad.PaddedHeight * RowRun.InRow(pad.PaddedWidth, run), frame, y, pad.Height, pad.Width, pad.PaddedWidth, pad.Top, pad.Left, run));

        Rig.AssertClose(Padded(frame.ToArray(), pad), y);
    }

    [Theory, MemberData(nameof(Paddings))]
    public void PadBytes(string device, (Padding Padding, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int run) = size;
        byte[] levels = Levels(pad);
        Tensor<byte> frame = rig.Tensor<byte>(new(1, pad.Height, pad.Width, 3), levels);
        Tensor<float> y = rig.Output(new(1, pad.PaddedHeight, pad.PaddedWidth, 3));

        rig.Run(Launches.FramePreparation.PadBytes(
            pad.PaddedHeight * RowRun.InRow(pad.PaddedWidth, run), frame, y, pad.Height, pad.Width, pad.PaddedWidth, pad.Top, pad.Left, run));

        Rig.AssertClose(Padded(Shares(levels), pad), y);
    }

    [Theory, MemberData(nameof(MaskedPaddings))]
    public void PadMaskedFrame(string device, (Padding Padding, int Objects, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int objects, int run) = size;
        Tensor<float> frame = rig.Input(new(1, pad.Height, pad.Width, 3), low: 0);
        Tensor<float> planes = rig.Input(new(objects + 1, pad.PaddedHeight, pad.PaddedWidth, 1), low: 0);
        Tensor<float> y = rig.Output(new(objects, pad.PaddedHeight, pad.PaddedWidth, 5));

        rig.Run([.. Enumerable.Range(0, objects).Select(n => Launches.FramePreparation.PadMaskedFrame(
            pad.PaddedHeight * RowRun.InRow(pad.PaddedWidth, run), frame, planes, y.Part(n, 1), n + 1, objects, pad.Height, pad.Width,
            pad.PaddedHeight, pad.PaddedWidth, firstRow: 0, pad.Top, pad.Left, run))]);

        Rig.AssertClose(PaddedWithMasks(frame.ToArray(), planes.ToArray(), pad, objects), y);
    }

    [Theory, MemberData(nameof(MaskedPaddings))]
    public void PadMaskedBytes(string device, (Padding Padding, int Objects, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int objects, int run) = size;
        byte[] levels = Levels(pad);
        Tensor<byte> frame = rig.Tensor<byte>(new(1, pad.Height, pad.Width, 3), levels);
        Tensor<float> planes = rig.Input(new(objects + 1, pad.PaddedHeight, pad.PaddedWidth, 1), low: 0);
        Tensor<float> y = rig.Output(new(objects, pad.PaddedHeight, pad.PaddedWidth, 5));

        rig.Run([.. Enumerable.Range(0, objects).Select(n => Launches.FramePreparation.PadMaskedBytes(
            pad.PaddedHeight * RowRun.InRow(pad.PaddedWidth, run), frame, planes, y.Part(n, 1), n + 1, objects, pad.Height, pad.Width,
            pad.PaddedHeight, pad.PaddedWidth, firstRow: 0, pad.Top, pad.Left, run))]);

        Rig.AssertClose(PaddedWithMasks(Shares(levels), planes.ToArray(), pad, objects), y);
    }

    /// <summary>A frame's bytes, 0 and 255 among them.</summary>
    private static byte[] Levels(Padding pad) => [.. Enumerable.Range(0, pad.Height * pad.Width * 3).Select(i => (byte)(i * 85 % 256))];

    private static float[] Shares(byte[] levels) => [.. levels.Select(level => level / 255f)];

    private static double[] Padded(float[] pixels, Padding pad) =>
        [.. from i in Enumerable.Range(0, pad.Positions) from c in Enumerable.Range(0, 3) select Normalized(pixels, pad, i, c)];

    private static double[] PaddedWithMasks(float[] pixels, float[] masks, Padding pad, int objects)
    {
        var expected = new List<double>();
        for (int n = 1; n <= objects; n++)
            for (int i = 0; i < pad.Positions; i++)
            {
                double others = 0;
                for (int other = 1; other <= objects; other++)
                    if (other != n) others += masks[other * pad.Positions + i];
                for (int c = 0; c < 3; c++) expected.Add(Normalized(pixels, pad, i, c));
                expected.Add(masks[n * pad.Positions + i]);
                expected.Add(Math.Clamp(others, 0, 1));
            }

        return [.. expected];
    }

    private static double Normalized(float[] frame, Padding pad, int position, int channel)
    {
        int pixel = pad.Inside(position);
        double value = pixel < 0 ? 0 : frame[pixel * 3 + channel];
        return (value - s_mean[channel]) / s_deviation[channel];
    }
}

/// <summary>A frame's place in its padded frame.</summary>
public sealed record Padding(int Height, int Width, int PaddedHeight, int PaddedWidth, int Top, int Left)
{
    /// <summary>No padding, on all sides, on one axis only, of a single pixel.</summary>
    public static Padding[] Cases { get; } =
        [new(16, 16, 16, 16, 0, 0), new(1, 1, 16, 16, 7, 7), new(13, 30, 16, 32, 1, 1), new(16, 1, 16, 16, 0, 7), new(1, 17, 2, 19, 0, 2)];

    public int Positions => PaddedHeight * PaddedWidth;

    /// <summary>The frame's pixel at a position of the padded frame, or -1.</summary>
    public int Inside(int position)
    {
        int y = position / PaddedWidth - Top, x = position % PaddedWidth - Left;
        return y >= 0 && y < Height && x >= 0 && x < Width ? y * Width + x : -1;
    }
}
