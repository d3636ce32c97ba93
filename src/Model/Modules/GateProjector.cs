using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>The gate of the state's update (docs/network.md#image-features): how much of each value channel the state keeps.</summary>
internal sealed class GateProjector(WeightLoader loader)
{
    private readonly Conv2d _layer = Conv2d.Load(loader, "gate_projector.layer");

    /// <summary>Records the gate [V] of f16 [1, h, w, C16]: the mean over positions of sigmoid(1x1).</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> f16)
    {
        Tensor<float> open = _layer.Record(plan, f16, activation: Activation.Sigmoid);
        using PlanBuilder.LayerScope _ = plan.Layer("gate_projector");
        Tensor<float> gate = plan.ChannelMeans("gate", open);
        plan.Capture("gate_projector", gate);
        return gate;
    }
}
