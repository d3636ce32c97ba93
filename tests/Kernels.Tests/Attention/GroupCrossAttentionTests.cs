using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

public class GroupCrossAttentionTests
{
    public sealed record Case(int Objects, int Queries, int Positions, int Heads, int Channels, AttentionMask Mask = AttentionMask.None);

    public static TheoryData<string, Case> QueryCases => Devices.WithGroupsTimes<Case>(
        new(1, 1, 1, 1, 4), new(1, 16, 1, 8, 64), new(2, 16, 16, 4, 64), new(3, 16, 33, 2, 10), new(1, 70, 5, 1, 8), new(2, 6, 67, 2, 8, AttentionMask.Mixed),
        new(1, 16, 77, 2, 16, AttentionMask.Mixed), new(2, 16, 65, 2, 16, AttentionMask.NoForeground), new(2, 16, 65, 2, 16, AttentionMask.AllForeground),
        new(2, 8, 135, 2, 16, AttentionMask.LastPixel), new(1, 5, 66, 1, 12, AttentionMask.LastPixel));

    public static TheoryData<string, Case> PixelCases => Devices.WithGroupsTimes<Case>(
        new(1, 1, 1, 1, 1), new(1, 16, 1, 8, 64), new(2, 16, 9, 4, 96), new(3, 16, 7, 2, 10), new(2, 5, 9, 20, 40));

    [Theory, MemberData(nameof(QueryCases))]
    public void QueryToPixel(string device, Case c)
    {
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(c.Queries, c.Channels, c.Objects), pixelShape = Shape.Matrix(c.Positions, c.Channels, c.Objects);
        Tensor<float> q = rig.Input(queryShape, 1, -4, 4), k = rig.Input(pixelShape, 2, -4, 4), v = rig.Input(pixelShape, 3);
        Tensor<float> y = rig.Output(queryShape);
        Shape maskShape = Shape.Matrix(c.Positions, 1, c.Objects);
        bool masked = c.Mask != AttentionMask.None;
        Tensor<float> foreground = masked
            ? rig.Tensor<float>(maskShape, AttentionReference.Foreground(c.Mask, c.Objects, c.Positions))
            : rig.Output(maskShape);
        double[] expected = AttentionReference.Compute(
            q.ToArray(), k.ToArray(), v.ToArray(), foreground.ToArray(), c.Objects, c.Queries, c.Positions, c.Heads, c.Channels, masked);
        var shape = AttentionOps.QueryToPixelGrid(c.Objects, c.Heads, c.Queries, c.Channels);

        rig.Run(
            Launches.GroupCrossAttention.QueryToPixel(shape, q, k, v, foreground, y, masked ? 1 : 0, c.Heads, c.Queries, c.Positions, c.Channels),
            Launches.GroupCrossAttention.QueryToPixel(shape, q, k, v, foreground, q, masked ? 1 : 0, c.Heads, c.Queries, c.Positions, c.Channels));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), q.ToArray());
    }

    [Theory, MemberData(nameof(PixelCases))]
    public void PixelToQuery(string device, Case c)
    {
        using var rig = new Rig(device);
        Shape queryShape = Shape.Matrix(c.Queries, c.Channels, c.Objects), pixelShape = Shape.Matrix(c.Positions, c.Channels, c.Objects);
        Tensor<float> q = rig.Input(pixelShape, 1, -4, 4), k = rig.Input(queryShape, 2, -4, 4), v = rig.Input(queryShape, 3);
        Tensor<float> y = rig.Output(pixelShape);
        double[] expected = AttentionReference.Compute(
            q.ToArray(), k.ToArray(), v.ToArray(), [], c.Objects, c.Positions, c.Queries, c.Heads, c.Channels, masked: false);
        var shape = AttentionOps.PixelToQueryGrid(c.Objects, c.Heads, c.Queries, c.Positions);

        rig.Run(
            Launches.GroupCrossAttention.PixelToQuery(shape, q, k, v, y, c.Heads, c.Queries, c.Positions, c.Channels),
            Launches.GroupCrossAttention.PixelToQuery(shape, q, k, v, q, c.Heads, c.Queries, c.Positions, c.Channels));

        Rig.AssertClose(expected, y);
        Assert.Equal(y.ToArray(), q.ToArray());
    }
}
