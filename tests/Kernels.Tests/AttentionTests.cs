using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class AttentionTests
{
    /// <summary>What the foreground of every object is.</summary>
    public enum Mask
    {
        None,
        Mixed,
        NoForeground,
        AllForeground,

        /// <summary>The only foreground pixel is the last one: until then the first queries see nothing that they may look at.</summary>
        LastPixel,
    }

    public static TheoryData<string, (int Objects, int Queries, int Positions, int Heads, int Channels, Mask Mask)> QueryCases => Devices.Times(
        (1, 1, 1, 1, 4, Mask.None), (1, 16, 1, 8, 256, Mask.None), (2, 16, 16, 8, 256, Mask.None), (3, 16, 130, 2, 24, Mask.None),
        (1, 16, 77, 8, 256, Mask.Mixed), (3, 16, 200, 2, 16, Mask.Mixed), (2, 6, 67, 2, 8, Mask.Mixed), (1, 32, 64, 1, 32, Mask.Mixed),
        (2, 16, 65, 2, 16, Mask.NoForeground), (2, 16, 65, 2, 16, Mask.AllForeground), (2, 16, 1, 2, 16, Mask.AllForeground),
        (2, 16, 135, 2, 16, Mask.LastPixel), (1, 5, 66, 1, 12, Mask.LastPixel));

    public static TheoryData<string, (int Objects, int Queries, int Positions, int Heads, int Channels, int Block)> PixelCases => Devices.Times(
        (1, 1, 1, 1, 1, 8), (1, 16, 1, 8, 256, 64), (2, 16, 77, 8, 256, 16), (3, 16, 7, 2, 10, 3), (2, 5, 9, 2, 32, 4), (1, 32, 64, 1, 16, 64));

    [Theory, MemberData(nameof(QueryCases))]
    public void QueriesReadPixels(string device, (int Objects, int Queries, int Positions, int Heads, int Channels, Mask Mask) size)
    {
        (int objects, int queries, int positions, int heads, int channels, Mask mask) = size;
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(queries, channels, objects), pixelShape = Shape.Matrix(positions, channels, objects);
        Tensor<float> q = rig.Input(queryShape, 1, -4, 4), k = rig.Input(pixelShape, 2, -4, 4), v = rig.Input(pixelShape, 3);
        Tensor<float> y = rig.Output(queryShape);
        Shape maskShape = Shape.Matrix(positions, 1, objects);
        Tensor<float> foreground = mask == Mask.None ? rig.Output(maskShape) : rig.Tensor<float>(maskShape, Foreground(mask, objects, positions));
        double[] expected = Reference(
            q.ToArray(), k.ToArray(), v.ToArray(), foreground.ToArray(), objects, queries, positions, heads, channels, mask != Mask.None);
        LaunchShape shape = LaunchShape.Tiles(heads, objects, dynamicShared: Attention.QueriesReadPixelsShared(heads, queries, channels));
        int masked = mask == Mask.None ? 0 : 1;

        rig.Run(
            Launches.QueriesReadPixels(shape, queries, q, k, v, foreground, y, masked, heads, queries, positions, channels),
            Launches.QueriesReadPixels(shape, queries, q, k, v, foreground, q, masked, heads, queries, positions, channels));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), q.ToArray());
    }

    [Theory, MemberData(nameof(QueryCases))]
    public void QueriesReadPixelsOfHugeScores(string device, (int Objects, int Queries, int Positions, int Heads, int Channels, Mask Mask) size)
    {
        (int objects, int queries, int positions, int heads, int channels, _) = size;
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(queries, channels, objects), pixelShape = Shape.Matrix(positions, channels, objects);
        Tensor<float> q = rig.Input(queryShape, 1, -500, 500), k = rig.Input(pixelShape, 2, -500, 500), v = rig.Input(pixelShape, 3, 2, 2);
        Tensor<float> y = rig.Output(queryShape), foreground = rig.Output(Shape.Matrix(positions, 1, objects));
        LaunchShape shape = LaunchShape.Tiles(heads, objects, dynamicShared: Attention.QueriesReadPixelsShared(heads, queries, channels));

        rig.Run(Launches.QueriesReadPixels(shape, queries, q, k, v, foreground, y, 0, heads, queries, positions, channels));

        Rig.AssertClose([.. Enumerable.Repeat(2.0, (int)queryShape.Length)], y);
    }

    [Theory, MemberData(nameof(PixelCases))]
    public void PixelsReadQueries(string device, (int Objects, int Queries, int Positions, int Heads, int Channels, int Block) size)
    {
        (int objects, int queries, int positions, int heads, int channels, int block) = size;
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(queries, channels, objects), pixelShape = Shape.Matrix(positions, channels, objects);
        Tensor<float> q = rig.Input(pixelShape, 1, -4, 4), k = rig.Input(queryShape, 2, -4, 4), v = rig.Input(queryShape, 3);
        Tensor<float> y = rig.Output(pixelShape);
        double[] expected = Reference(q.ToArray(), k.ToArray(), v.ToArray(), [], objects, positions, queries, heads, channels, masked: false);
        int blocks = (positions + block - 1) / block, divides = Attention.PixelsReadQueriesWidth(heads, queries, channels);
        LaunchShape shape = LaunchShape.Tiles(blocks, objects, dynamicShared: Attention.PixelsReadQueriesShared(queries, channels));

        rig.Run(
            Launches.PixelsReadQueries(shape, divides, q, k, v, y, heads, queries, positions, channels, block),
            Launches.PixelsReadQueries(shape, divides, q, k, v, q, heads, queries, positions, channels, block));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), q.ToArray());
    }

    private static float[] Foreground(Mask mask, int objects, int positions)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, objects * positions).Select(i => mask switch
        {
            Mask.Mixed => random.Next(2),
            Mask.AllForeground => 1f,
            Mask.LastPixel => i % positions == positions - 1 ? 1 : 0,
            _ => 0,
        })];
    }

    /// <summary>Each of <paramref name="readers"/> rows of q attends over <paramref name="sources"/> rows of k and v, head by head.</summary>
    private static double[] Reference(
        float[] q, float[] k, float[] v, float[] foreground, int objects, int readers, int sources, int heads, int channels, bool masked)
    {
        int depth = channels / heads;
        var y = new double[q.Length];
        for (int n = 0; n < objects; n++)
        {
            for (int i = 0; i < readers; i++)
            {
                int[] seen = [.. Enumerable.Range(0, sources)];
                if (masked)
                {
                    float wanted = i < readers / 2 ? 1 : 0;
                    int[] allowed = [.. seen.Where(j => foreground[n * sources + j] == wanted)];
                    if (allowed.Length > 0) seen = allowed;
                }

                for (int head = 0; head < channels; head += depth)
                {
                    int reader = (n * readers + i) * channels + head;
                    int Source(int j) => (n * sources + j) * channels + head;
                    double Score(int j) => Enumerable.Range(0, depth).Sum(d => (double)q[reader + d] * k[Source(j) + d]) / Math.Sqrt(depth);
                    double[] scores = [.. seen.Select(Score)];
                    double largest = scores.Max();
                    double[] weights = [.. scores.Select(score => Math.Exp(score - largest))];
                    for (int d = 0; d < depth; d++)
                        y[reader + d] = seen.Select((j, at) => weights[at] * v[Source(j) + d]).Sum() / weights.Sum();
                }
            }
        }

        return y;
    }
}
