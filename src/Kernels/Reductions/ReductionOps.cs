using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Sums over an object's positions: chooses the kernel for a device and its launch.</summary>
internal static class ReductionOps
{
    /// <summary>Records the mean of each channel over an object's positions.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="x">[N, h, w, C]</param>
    /// <returns>[N, C]</returns>
    public static Tensor<float> ChannelMeans(this PlanBuilder plan, string name, Tensor<float> x)
    {
        (int objects, int positions, int channels) = (x.Shape.Objects, x.Shape.Positions, x.Shape.Channels);
        Tensor<float> mean = plan.Intermediate(name, Shape.Vector(channels, objects));
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupSums.SumOfPositions(
                SumOfPositionsGrid(objects, channels), x, mean, positions, channels, step: 1, offset: 0, scale: 1f / positions)
            : Launches.ChannelAttention.ChannelMean(ChannelAttention.ChannelMeanItems(objects, channels), x, mean, positions, channels));
        return mean;
    }

    /// <summary>Records an object's summary (docs/network.md#object-summaries): for each query the sum over positions of weight times
    /// feature, then the sum of the weights.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="weights">[N, h, w, Q]</param>
    /// <param name="feature">[N, h, w, C]</param>
    /// <returns>[N, Q, C + 1]</returns>
    public static Tensor<float> ObjectSummary(this PlanBuilder plan, string name, Tensor<float> weights, Tensor<float> feature)
    {
        (int objects, int positions, int queries, int channels) =
            (weights.Shape.Objects, weights.Shape.Positions, weights.Shape.Channels, feature.Shape.Channels);
        Tensor<float> summary = plan.Intermediate(name, Shape.Matrix(queries, channels + 1, objects));
        plan.WeightedReduction(weights, feature, summary);
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupSums.SumOfPositions(
                SumOfPositionsGrid(objects, queries), weights, summary, positions, queries, step: channels + 1, offset: channels, scale: 1)
            : Launches.ObjectSummary.SummaryArea(objects * queries, weights, summary, positions, queries, channels));
        return summary;
    }

    /// <summary>Records the layer normalization of each row.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="x">[N, h, w, C]</param>
    /// <param name="weight">[C]</param>
    /// <param name="bias">[C]</param>
    /// <param name="y">[N, h, w, C]; may be x</param>
    public static void LayerNorm(this PlanBuilder plan, Tensor<float> x, Tensor<float> weight, Tensor<float> bias, Tensor<float> y) =>
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupRows.LayerNorm(new(new(x.Shape.Rows), new(GroupRows.Items)), x, weight, bias, y, x.Shape.Channels)
            : Launches.Normalization.LayerNorm(x.Shape.Rows, x, weight, bias, y, x.Shape.Channels));

    /// <summary>The launch of <see cref="GroupSums.SumOfPositions"/>.</summary>
    internal static LaunchShape SumOfPositionsGrid(int objects, int columns) =>
        new(new(Integers.DivideUp(columns, GroupSums.Side), objects), new(GroupSums.Side, GroupSums.Side));
}
