using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Kernels.Tests;

public class CrossAttentionTests
{
    // A head's channels are a multiple of 4.
    public static TheoryData<string, AttentionCase> QueryCases => Devices.Times([.. AttentionCases.QueryToPixel.Where(c => c.Depth % 4 == 0)]);

    public static TheoryData<string, AttentionCase> PixelCases => Devices.Times(AttentionCases.PixelToQuery);

    [Theory, MemberData(nameof(QueryCases))]
    public void QueryToPixel(string device, AttentionCase c) =>
        AttentionChecks.QueryToPixel(device, c, (x, y) => LaunchOf(c, x.Q, x.K, x.V, x.Foreground, y, c.IsMasked));

    [Theory, MemberData(nameof(QueryCases))]
    public void Huge_scores_stay_finite(string device, AttentionCase c)
    {
        using var rig = new Rig(device);
        Shape queries = Shape.Matrix(c.Queries, c.Channels, c.Objects), pixels = Shape.Matrix(c.Positions, c.Channels, c.Objects);
        Tensor<float> q = rig.Input(queries, 1, -500, 500), k = rig.Input(pixels, 2, -500, 500), v = rig.Input(pixels, 3, 2, 2);
        Tensor<float> y = rig.Output(queries), foreground = rig.Output(Shape.Matrix(c.Positions, 1, c.Objects));

        rig.Run(LaunchOf(c, q, k, v, foreground, y, masked: false));

        Rig.AssertClose([.. Enumerable.Repeat(2.0, (int)queries.Length)], y);
    }

    [Theory, MemberData(nameof(PixelCases))]
    public void PixelToQuery(string device, AttentionCase c) => AttentionChecks.PixelToQuery(device, c, (x, y) => Launches.CrossAttention.PixelToQuery(
        LaunchShape.Tiles(
            Integers.DivideUp(c.Positions, c.Block), c.Objects, dynamicShared: CrossAttention.PixelToQueryShared(c.Queries, c.Channels)),
        AttentionOps.WidthOf(c.Heads, c.Queries, c.Channels), x.Q, x.K, x.V, y, c.Heads, c.Queries, c.Positions, c.Channels, c.Block));

    private static Launch LaunchOf(
        AttentionCase c, Tensor<float> q, Tensor<float> k, Tensor<float> v, Tensor<float> foreground, Tensor<float> y, bool masked) =>
        Launches.CrossAttention.QueryToPixel(
            LaunchShape.Tiles(c.Heads, c.Objects, dynamicShared: CrossAttention.QueryToPixelShared(c.Heads, c.Queries, c.Channels)),
            q, k, v, foreground, y, masked ? 1 : 0, c.Heads, c.Queries, c.Positions, c.Channels);
}
