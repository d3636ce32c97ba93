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
        plan.Add(Launches.ChannelMean(
            ChannelAttention.ChannelMeanItems(x.Shape.Objects, x.Shape.Channels), x.Shape.Channels, x, mean, x.Shape.Positions, x.Shape.Channels));
        return mean;
    }
}
