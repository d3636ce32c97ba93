using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>CAResBlock (docs/network.md#caresblock): <c>y = conv2(relu(conv1(relu(x))))</c>, channels weighed by their means; <c>y a +
/// x</c>.</summary>
internal sealed class ChannelAttentionBlock(WeightLoader loader, string name)
{
    private readonly Conv2d _conv1 = Conv2d.Load(loader, $"{name}.conv1");
    private readonly Conv2d _conv2 = Conv2d.Load(loader, $"{name}.conv2");
    private readonly Tensor<float> _taps = loader.Upload($"{name}.conv.weight", Shape.Vector((int)loader.ShapeOf($"{name}.conv.weight")[2]));

    /// <summary>Records the block over x [N, H, W, C].</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> x)
    {
        Tensor<float> y = _conv1.Record(plan, x, activation: Activation.Relu, reluInput: true);
        y = _conv2.Record(plan, y, floats: !x.InHalves); // held as x is

        using PlanBuilder.LayerScope _ = plan.Layer($"{name}.conv");
        (int objects, int channels) = (x.Shape.Objects, x.Shape.Channels);
        Tensor<float> mean = plan.ChannelMeans($"{name}.mean", y);
        Tensor<float> scale = plan.Intermediate($"{name}.scale", mean.Shape);
        plan.Add(Launches.ChannelAttention.ChannelScale(objects * channels, mean, _taps, scale, channels, _taps.Shape.Channels));

        Tensor<float> output = plan.Intermediate(name, x.Shape, x.InHalves);
        plan.AllowInPlace(output, y);
        RowCut cut = RowCut.OfPixels(plan, x.Shape);
        plan.Add(Launches.ChannelAttention.ScaleAdd(cut.Items, y, scale, x, output, x.Shape.Positions, channels, cut.Slice));
        return output;
    }
}
