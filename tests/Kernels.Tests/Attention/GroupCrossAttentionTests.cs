namespace LiVOS.Kernels.Tests;

public class GroupCrossAttentionTests
{
    public static TheoryData<string, AttentionCase> QueryCases => Devices.WithGroupsEitherTimes(AttentionCases.QueryToPixel);

    public static TheoryData<string, AttentionCase> PixelCases => Devices.WithGroupsEitherTimes(AttentionCases.PixelToQuery);

    [Theory, MemberData(nameof(QueryCases))]
    public void QueryToPixel(string device, AttentionCase c) =>
        AttentionChecks.QueryToPixel(device, c, (x, y) => Launches.GroupCrossAttention.QueryToPixel(
            AttentionOps.QueryToPixelGrid(c.Objects, c.Heads, c.Queries, c.Channels),
            x.Q, x.K, x.V, x.Foreground, y, c.IsMasked ? 1 : 0, c.Heads, c.Queries, c.Positions, c.Channels));

    [Theory, MemberData(nameof(PixelCases))]
    public void PixelToQuery(string device, AttentionCase c) =>
        AttentionChecks.PixelToQuery(device, c, (x, y) => Launches.GroupCrossAttention.PixelToQuery(
            AttentionOps.PixelToQueryGrid(c.Objects, c.Heads, c.Queries, c.Positions),
            x.Q, x.K, x.V, y, c.Heads, c.Queries, c.Positions, c.Channels));
}
