using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class RecurrenceTests
{
    public static TheoryData<string, (int Objects, int Positions, int Channels, float Range)> Sizes =>
        Devices.EitherTimes((1, 1, 1, 3f), (1, 9, 16, 3f), (3, 7, 5, 200f), (2, 33, 256, 6f));

    [Theory, MemberData(nameof(Sizes))]
    public void GatedRecurrence(string device, (int Objects, int Positions, int Channels, float Range) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Positions, size.Channels, size.Objects);
        Tensor<float> values = rig.Input(shape.WithChannels(3 * size.Channels), 1, -size.Range, size.Range);
        Tensor<float> old = rig.Floats.Input(shape, 2), updated = rig.Floats.Output(shape);
        double[] expected = Reference(values.ToArray(), old.ToArray(), size.Channels);

        RowCut fine = RowCut.Fine(shape);
        rig.Run(
            Launches.Recurrence.GatedRecurrence(shape.Rows, values, old, updated, size.Channels, size.Channels),
            Launches.Recurrence.GatedRecurrence(fine.Items, values, old, old, size.Channels, fine.Slice));

        Rig.AssertClose(expected, updated, 1e-6);
        Assert.Equal(updated.ToArray(), old.ToArray());
    }

    private static double[] Reference(float[] values, float[] old, int channels)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

        var updated = new double[old.Length];
        for (int i = 0; i < old.Length; i++)
        {
            int at = i / channels * 3 * channels + i % channels;
            double forget = Sigmoid(values[at]), update = Sigmoid(values[at + channels]), candidate = Math.Tanh(values[at + 2 * channels]);
            updated[i] = forget * old[i] * (1 - update) + update * candidate;
        }

        return updated;
    }
}
