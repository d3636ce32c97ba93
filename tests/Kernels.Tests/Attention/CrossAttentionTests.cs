using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class CrossAttentionTests
{
    public static TheoryData<string, (int Objects, int Queries, int Positions, int Heads, int Channels, AttentionMask Mask)> QueryCases => Devices.Times(
        (1, 1, 1, 1, 4, AttentionMask.None), (1, 16, 1, 8, 256, AttentionMask.None), (2, 16, 16, 8, 256, AttentionMask.None), (3, 16, 130, 2, 24, AttentionMask.None),
        (1, 16, 77, 8, 256, AttentionMask.Mixed), (3, 16, 200, 2, 16, AttentionMask.Mixed), (2, 6, 67, 2, 8, AttentionMask.Mixed), (1, 32, 64, 1, 32, AttentionMask.Mixed),
        (2, 16, 65, 2, 16, AttentionMask.NoForeground), (2, 16, 65, 2, 16, AttentionMask.AllForeground), (2, 16, 1, 2, 16, AttentionMask.AllForeground),
        (2, 16, 135, 2, 16, AttentionMask.LastPixel), (1, 5, 66, 1, 12, AttentionMask.LastPixel));

    public static TheoryData<string, (int Objects, int Queries, int Positions, int Heads, int Channels, int Block)> PixelCases => Devices.Times(
        (1, 1, 1, 1, 1, 8), (1, 16, 1, 8, 256, 64), (2, 16, 77, 8, 256, 16), (3, 16, 7, 2, 10, 3), (2, 5, 9, 2, 32, 4), (1, 32, 64, 1, 16, 64));

    [Theory, MemberData(nameof(QueryCases))]
    public void QueryToPixel(string device, (int Objects, int Queries, int Positions, int Heads, int Channels, AttentionMask Mask) size)
    {
        (int objects, int queries, int positions, int heads, int channels, AttentionMask mask) = size;
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(queries, channels, objects), pixelShape = Shape.Matrix(positions, channels, objects);
        Tensor<float> q = rig.Input(queryShape, 1, -4, 4), k = rig.Input(pixelShape, 2, -4, 4), v = rig.Input(pixelShape, 3);
        Tensor<float> y = rig.Output(queryShape);
        Shape maskShape = Shape.Matrix(positions, 1, objects);
        Tensor<float> foreground = mask == AttentionMask.None ? rig.Output(maskShape) : rig.Tensor<float>(maskShape, AttentionReference.Foreground(mask, objects, positions));
        double[] expected = AttentionReference.Compute(
            q.ToArray(), k.ToArray(), v.ToArray(), foreground.ToArray(), objects, queries, positions, heads, channels, mask != AttentionMask.None);
        LaunchShape shape = LaunchShape.Tiles(heads, objects, dynamicShared: CrossAttention.QueryToPixelShared(heads, queries, channels));
        int masked = mask == AttentionMask.None ? 0 : 1;

        rig.Run(
            Launches.CrossAttention.QueryToPixel(shape, q, k, v, foreground, y, masked, heads, queries, positions, channels),
            Launches.CrossAttention.QueryToPixel(shape, q, k, v, foreground, q, masked, heads, queries, positions, channels));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), q.ToArray());
    }

    [Theory, MemberData(nameof(QueryCases))]
    public void QueriesReadPixelsOfHugeScores(string device, (int Objects, int Queries, int Positions, int Heads, int Channels, AttentionMask Mask) size)
    {
        (int objects, int queries, int positions, int heads, int channels, _) = size;
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(queries, channels, objects), pixelShape = Shape.Matrix(positions, channels, objects);
        Tensor<float> q = rig.Input(queryShape, 1, -500, 500), k = rig.Input(pixelShape, 2, -500, 500), v = rig.Input(pixelShape, 3, 2, 2);
        Tensor<float> y = rig.Output(queryShape), foreground = rig.Output(Shape.Matrix(positions, 1, objects));
        LaunchShape shape = LaunchShape.Tiles(heads, objects, dynamicShared: CrossAttention.QueryToPixelShared(heads, queries, channels));

        rig.Run(Launches.CrossAttention.QueryToPixel(shape, q, k, v, foreground, y, 0, heads, queries, positions, channels));

        Rig.AssertClose([.. Enumerable.Repeat(2.0, (int)queryShape.Length)], y);
    }

    [Theory, MemberData(nameof(PixelCases))]
    public void PixelToQuery(string device, (int Objects, int Queries, int Positions, int Heads, int Channels, int Block) size)
    {
        (int objects, int queries, int positions, int heads, int channels, int block) = size;
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(queries, channels, objects), pixelShape = Shape.Matrix(positions, channels, objects);
        Tensor<float> q = rig.Input(pixelShape, 1, -4, 4), k = rig.Input(queryShape, 2, -4, 4), v = rig.Input(queryShape, 3);
        Tensor<float> y = rig.Output(pixelShape);
        double[] expected = AttentionReference.Compute(q.ToArray(), k.ToArray(), v.ToArray(), [], objects, positions, queries, heads, channels, masked: false);
        int blocks = (positions + block - 1) / block, divides = AttentionOps.WidthOf(heads, queries, channels);
        LaunchShape shape = LaunchShape.Tiles(blocks, objects, dynamicShared: CrossAttention.PixelToQueryShared(queries, channels));

        rig.Run(
            Launches.CrossAttention.PixelToQuery(shape, divides, q, k, v, y, heads, queries, positions, channels, block),
            Launches.CrossAttention.PixelToQuery(shape, divides, q, k, v, q, heads, queries, positions, channels, block));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), q.ToArray());
    }
}
