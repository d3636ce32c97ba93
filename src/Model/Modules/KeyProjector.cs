using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>The key of each position (docs/network.md#image-features): 1x1, then 3x3, then a softmax over its channels.</summary>
internal sealed class KeyProjector(WeightLoader loader)
{
    private readonly Conv2d _layer1 = Conv2d.Load(loader, "key_projector.layer1");
    private readonly Conv2d _layer2 = Conv2d.Load(loader, "key_projector.layer2");

    /// <summary>The key's channels (K).</summary>
    public int Channels => _layer2.OutChannels;

    /// <summary>Records the key [1, h, w, K] of f16 [1, h, w, C16].</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> f16)
    {
        Tensor<float> logits = _layer2.Record(plan, _layer1.Record(plan, f16), floats: true);
        plan.Capture("key_projector", logits);
        using PlanBuilder.LayerScope _ = plan.Layer("key_projector.softmax");
        Tensor<float> key = plan.Intermediate("key", logits.Shape);
        plan.AllowInPlace(key, logits);
        plan.Add(Launches.Softmax.SoftmaxRows(key.Shape.Rows, logits, key, key.Shape.Channels));
        return key;
    }
}
