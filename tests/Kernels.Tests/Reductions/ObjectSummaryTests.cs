using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class ObjectSummaryTests
{
    public static TheoryData<string, (int Objects, int Positions, int Queries, int Channels)> Sizes =>
        Devices.Times((1, 1, 1, 1), (1, 33, 16, 16), (3, 65, 6, 5), (2, 1620, 16, 256));

    [Theory, MemberData(nameof(Sizes))]
    public void QueryWeights(string device, (int Objects, int Positions, int Queries, int Channels) size)
    {
        using var rig = new Rig(device);
        Shape shape = Shape.Matrix(size.Positions, size.Queries, size.Objects);
        Tensor<float> logits = rig.Input(shape, 1, -9, 9), mask = rig.Input(shape.WithChannels(1), 2, 0, 1), y = rig.Output(shape);
        float[] l = logits.ToArray(), m = mask.ToArray();

        rig.Run(
            Launches.ObjectSummary.QueryWeights((int)shape.Length, logits, mask, y, size.Queries),
            Launches.ObjectSummary.QueryWeights((int)shape.Length, logits, mask, logits, size.Queries));

        double Expected(int i) =>
            1 / (1 + Math.Exp(-l[i])) * (i % size.Queries < size.Queries / 2 ? m[i / size.Queries] : 1.0 - m[i / size.Queries]);
        Rig.AssertClose([.. Enumerable.Range(0, l.Length).Select(Expected)], y, 1e-6);
        Assert.Equal(y.ToArray(), logits.ToArray());
    }

    [Theory, MemberData(nameof(Sizes))]
    public void SummaryArea(string device, (int Objects, int Positions, int Queries, int Channels) size)
    {
        (int objects, int positions, int queries, int channels) = size;
        using var rig = new Rig(device);
        Tensor<float> weights = rig.Input(Shape.Matrix(positions, queries, objects), 1, 0, 1);
        Tensor<float> memory = rig.Input(Shape.Matrix(queries, channels + 1, objects), 2);
        float[] w = weights.ToArray(), before = memory.ToArray();

        rig.Run(Launches.ObjectSummary.SummaryArea(objects * queries, weights, memory, positions, queries, channels));

        double Expected(int i)
        {
            int row = i / (channels + 1), n = row / queries, query = row % queries;
            return i % (channels + 1) < channels
                ? before[i]
                : Enumerable.Range(0, positions).Sum(p => (double)w[(n * positions + p) * queries + query]);
        }

        Rig.AssertClose([.. Enumerable.Range(0, before.Length).Select(Expected)], memory, 1e-6);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void SummaryValues(string device, (int Objects, int Positions, int Queries, int Channels) size)
    {
        (int objects, _, int queries, int channels) = size;
        using var rig = new Rig(device);
        Tensor<float> memory = rig.Input(Shape.Matrix(queries, channels + 1, objects), 1, 0, 1);
        Tensor<float> values = rig.Output(Shape.Matrix(queries, channels, objects));
        float[] m = memory.ToArray();
        m[channels] = 0;
        memory.Write(m);

        rig.Run(Launches.ObjectSummary.SummaryValues(objects * queries, memory, values, channels));

        double Expected(int i)
        {
            int start = i / channels * (channels + 1);
            return m[start + i % channels] / (m[start + channels] + 1e-4);
        }

        // Object 0's first query has an area of 0: its values are ten thousand times as large, so each value is compared by itself.
        double[] expected = [.. Enumerable.Range(0, objects * queries * channels).Select(Expected)];
        float[] found = values.ToArray();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], Math.Abs(expected[i]) * 1e-6);
    }
}
