using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>Object summaries (docs/network.md#object-summaries): features summed over positions, weighed once for each query.</summary>
internal sealed class ObjectSummarizer(WeightLoader loader)
{
    private const string Name = "object_summarizer";

    private readonly Conv2d _inputProj = Conv2d.LoadLinear(loader, $"{Name}.input_proj");
    private readonly Conv2d _feature0 = Conv2d.LoadLinear(loader, $"{Name}.feature_pred.0");
    private readonly Conv2d _feature2 = Conv2d.LoadLinear(loader, $"{Name}.feature_pred.2");
    private readonly Conv2d _weights0 = Conv2d.LoadLinear(loader, $"{Name}.weights_pred.0");
    private readonly Conv2d _weights2 = Conv2d.LoadLinear(loader, $"{Name}.weights_pred.2");

    /// <summary>The queries of each object (Q).</summary>
    public int Queries => _weights2.OutChannels;

    /// <summary>Records the summaries [N, Q, C + 1]: sums of weight times feature, then the sum of weights.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="mask">[N, h, w, 1]</param>
    /// <param name="value">[N, h, w, C]</param>
    /// <param name="positions">The encoding of the grid.</param>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> mask, Tensor<float> value, Positions positions)
    {
        Tensor<float> x;
        Tensor<float> projected = _inputProj.Record(plan, value);
        using (plan.Layer($"{Name}.pos_enc")) x = positions.RecordAdd(plan, $"{Name}.x", projected);

        Tensor<float> feature = _feature2.Record(plan, _feature0.Record(plan, x, activation: Activation.Relu));
        Tensor<float> logits = _weights2.Record(plan, _weights0.Record(plan, x, activation: Activation.Relu), floats: true);

        using PlanBuilder.LayerScope _ = plan.Layer(Name);
        Tensor<float> weights = plan.Intermediate($"{Name}.weights", logits.Shape);
        plan.AllowInPlace(weights, logits);
        plan.Add(Launches.ObjectSummary.QueryWeights(checked((int)weights.Shape.Length), logits, mask, weights, Queries));

        Tensor<float> memory = plan.ObjectSummary(Name, weights, feature);
        plan.Capture(Name, memory);
        return memory;
    }
}
