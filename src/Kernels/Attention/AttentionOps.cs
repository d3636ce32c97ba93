using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Multi-head attention between an object's queries and its pixels (docs/network.md#object-transformer): which kernel computes it
/// on a device, and how it is launched.</summary>
internal static class AttentionOps
{
    private const int BlockPixels = 64; // of a group of one item

    /// <summary>Records the attention of queries over pixels; with pixels that are the queries this is self-attention.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="q">[N, Q, C]</param>
    /// <param name="k">[N, P, C]</param>
    /// <param name="v">[N, P, C]</param>
    /// <param name="heads">Heads, which share the channels.</param>
    /// <param name="foreground">[N, P]: 1 where the first half of the queries may look, 0 where the others may; null where all look at all.</param>
    /// <returns>[N, Q, C]</returns>
    public static Tensor<float> QueryToPixelAttention(
        this PlanBuilder plan, string name, Tensor<float> q, Tensor<float> k, Tensor<float> v, int heads, Tensor<float>? foreground = null)
    {
        (int objects, int queries, int channels) = (q.Shape.Objects, q.Shape.Positions, q.Shape.Channels);
        (int positions, int masked) = (k.Shape.Positions, foreground is null ? 0 : 1);
        Tensor<float> y = plan.Intermediate(name, q.Shape, q.InHalves);
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupCrossAttention.QueryToPixel(
                QueryToPixelGrid(objects, heads, queries, channels), q, k, v, foreground, y, masked, heads, queries, positions, channels)
            : Launches.CrossAttention.QueryToPixel(
                LaunchShape.Tiles(heads, objects, dynamicShared: CrossAttention.QueryToPixelShared(heads, queries, channels)),
                q, k, v, foreground, y, masked, heads, queries, positions, channels));
        return y;
    }

    /// <summary>Records the attention of pixels over their object's queries.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="q">[N, h, w, C]</param>
    /// <param name="k">[N, Q, C]</param>
    /// <param name="v">[N, Q, C]</param>
    /// <param name="heads">Heads, which share the channels.</param>
    /// <returns>[N, h, w, C], in place of q if nothing reads q later.</returns>
    public static Tensor<float> PixelToQueryAttention(
        this PlanBuilder plan, string name, Tensor<float> q, Tensor<float> k, Tensor<float> v, int heads)
    {
        (int objects, int positions, int channels, int queries) = (q.Shape.Objects, q.Shape.Positions, q.Shape.Channels, k.Shape.Positions);
        Tensor<float> y = plan.Intermediate(name, q.Shape, q.InHalves);
        plan.AllowInPlace(y, q);
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupCrossAttention.PixelToQuery(PixelToQueryGrid(objects, heads, queries, positions), q, k, v, y, heads, queries, positions, channels)
            : Launches.CrossAttention.PixelToQuery(
                LaunchShape.Tiles(
                    Integers.DivideUp(positions, BlockPixels), objects, dynamicShared: CrossAttention.PixelToQueryShared(queries, channels)),
                WidthOf(heads, queries, channels), q, k, v, y, heads, queries, positions, channels, BlockPixels));
        return y;
    }

    /// <summary>The extent that the vector width of <see cref="CrossAttention.PixelToQuery"/> must divide: both the queries and a head's
    /// channels.</summary>
    internal static int WidthOf(int heads, int queries, int channels) => Integers.GreatestDivisor(queries, channels / heads);

    /// <summary>The launch of <see cref="GroupCrossAttention.QueryToPixel"/>: a group is a head of an object.</summary>
    internal static LaunchShape QueryToPixelGrid(int objects, int heads, int queries, int channels) =>
        new(new(heads, objects), new(GroupCrossAttention.Items), GroupCrossAttention.QueryToPixelShared(heads, queries, channels));

    /// <summary>The launch of <see cref="GroupCrossAttention.PixelToQuery"/>: a group is a few pixels of an object.</summary>
    internal static LaunchShape PixelToQueryGrid(int objects, int heads, int queries, int positions) => new(
        new(Integers.DivideUp(positions, GroupCrossAttention.Block), objects), new(GroupCrossAttention.Items),
        GroupCrossAttention.PixelToQueryShared(heads, queries));
}
