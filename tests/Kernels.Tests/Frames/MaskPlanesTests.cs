using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class MaskPlanesTests
{
    private const int Objects = 3;

    public static TheoryData<string, (Padding Padding, int Run)> Paddings =>
        Devices.Times<(Padding, int)>([.. Padding.Cases.Select(padding => (padding, padding.PaddedWidth)), .. Padding.Cases.Select(padding => (padding, 1))]);

    [Theory, MemberData(nameof(Paddings))]
    public void StartFromMask(string device, (Padding Padding, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int run) = size;
        int items = (Objects + 1) * pad.PaddedHeight * RowRun.InRow(pad.PaddedWidth, run);
        byte[] mask = RandomMask(pad);
        Tensor<byte> given = rig.Tensor<byte>(new(1, pad.Height, pad.Width, 1), mask);
        Tensor<float> planes = rig.Output(new(Objects + 1, pad.PaddedHeight, pad.PaddedWidth, 1));

        rig.Run(Launches.MaskPlanes.StartFromMask(
            items, given, planes, pad.Height, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run));

        var expected = new double[(Objects + 1) * pad.Positions];
        for (int i = 0; i < pad.Positions; i++) expected[LabelAt(mask, pad, i) * pad.Positions + i] = 1;
        Rig.AssertClose(expected, planes, 0);
    }

    [Theory, MemberData(nameof(Paddings))]
    public void MergeMask(string device, (Padding Padding, int Run) size)
    {
        using var rig = new Rig(device);
        (Padding pad, int run) = size;
        int items = (Objects + 1) * pad.PaddedHeight * RowRun.InRow(pad.PaddedWidth, run);
        byte[] mask = RandomMask(pad);
        int[] replaced = [0, 0, 1, 1];
        Tensor<byte> given = rig.Tensor<byte>(new(1, pad.Height, pad.Width, 1), mask);
        Tensor<int> shown = rig.Tensor<int>(Shape.Vector(Objects + 1), replaced);
        Tensor<float> planes = rig.Input(new(Objects + 1, pad.PaddedHeight, pad.PaddedWidth, 1), low: 0.1f);
        float[] before = planes.ToArray();
        // Object 3 is new: its plane holds nothing yet.
        Array.Fill(before, float.NaN, 3 * pad.Positions, pad.Positions);
        planes.Write(before);

        rig.Run(Launches.MaskPlanes.MergeMask(
            items, given, shown, planes,
            pad.Height, pad.Width, pad.PaddedHeight, pad.PaddedWidth, pad.Top, pad.Left, run));

        var expected = new double[before.Length];
        for (int i = 0; i < pad.Positions; i++)
        {
            int label = LabelAt(mask, pad, i);
            for (int n = 0; n <= Objects; n++)
            {
                double kept = label > 0 ? 0 : before[n * pad.Positions + i];
                expected[n * pad.Positions + i] = replaced[n] == 0 ? kept : label == n ? 1 : 0;
            }
        }

        Rig.AssertClose(expected, planes, 0);
    }

    private static byte[] RandomMask(Padding pad)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, pad.Height * pad.Width).Select(_ => (byte)random.Next(Objects + 1))];
    }

    private static int LabelAt(byte[] mask, Padding pad, int position) => pad.Inside(position) is >= 0 and int pixel ? mask[pixel] : 0;
}
