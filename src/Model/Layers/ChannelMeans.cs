using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>The mean of each channel over an object's positions.</summary>
internal static class ChannelMeans
{
    /// <summary>Records the means of x [N, H, W, C]: [N, C].</summary>
    public static Tensor<float> Record(PlanBuilder plan, string name, Tensor<float> x)
    {
        Tensor<float> mean = plan.Temporary(name, Shape.Vector(x.Shape.Channels, x.Shape.Objects));
        (int objects, int positions, int channels) = (x.Shape.Objects, x.Shape.Positions, x.Shape.Channels);
        plan.Add(plan.Device.Schedule == Schedule.Gpu
            ? Launches.GroupSums.SumOfPositions(ReductionOps.SumOfPositionsGrid(objects, channels), x, mean, positions, channels, step: 1, offset: 0, 1f / positions)
            : Launches.ChannelAttention.ChannelMean(ChannelAttention.ChannelMeanItems(objects, channels), x, mean, positions, channels));
        return mean;
    }
}
