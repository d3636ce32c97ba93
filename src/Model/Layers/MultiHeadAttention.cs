using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>Multi-head attention with PyTorch's weights: <c>in_proj_weight</c> [3C, C] stacks those of query, key and value.</summary>
internal sealed class MultiHeadAttention
{
    private readonly string _name;
    private readonly int _heads;
    private readonly Conv2d _query, _key, _value, _output;

    public MultiHeadAttention(WeightLoader loader, string name, int heads)
    {
        _name = name;
        _heads = heads;
        _query = Conv2d.LoadProjection(loader, name, "query", 0);
        _key = Conv2d.LoadProjection(loader, name, "key", 1);
        _value = Conv2d.LoadProjection(loader, name, "value", 2);
        _output = Conv2d.LoadLinear(loader, $"{name}.out_proj");
    }

    /// <summary>Records the attention of queries over positions, added to <paramref name="residual"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="queries">[N, Q, C]</param>
    /// <param name="keys">[N, P, C]</param>
    /// <param name="values">[N, P, C]</param>
    /// <param name="residual">[N, Q, C]</param>
    /// <param name="foreground">[N, P]: 1 where the first half of the queries may look, 0 where the others may; null where all look at all.</param>
    public Tensor<float> RecordQueryToPixel(
        PlanBuilder plan, Tensor<float> queries, Tensor<float> keys, Tensor<float> values, Tensor<float> residual, Tensor<float>? foreground = null)
    {
        Tensor<float> q = _query.Record(plan, queries), k = _key.Record(plan, keys), v = _value.Record(plan, values);
        plan.Capture($"{_name}.query", q);
        plan.Capture($"{_name}.key", k);
        using PlanBuilder.LayerScope _ = plan.Layer(_name);
        return _output.Record(plan, plan.QueryToPixelAttention(_name, q, k, v, _heads, foreground), residual: residual);
    }

    /// <summary>Records the attention of positions over their object's queries, added to <paramref name="residual"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pixels">[N, h, w, C]</param>
    /// <param name="keys">[N, Q, C]</param>
    /// <param name="values">[N, Q, C]</param>
    /// <param name="residual">[N, h, w, C]</param>
    public Tensor<float> RecordPixelToQuery(PlanBuilder plan, Tensor<float> pixels, Tensor<float> keys, Tensor<float> values, Tensor<float> residual)
    {
        Tensor<float> q = _query.Record(plan, pixels), k = _key.Record(plan, keys), v = _value.Record(plan, values);
        using PlanBuilder.LayerScope _ = plan.Layer(_name);
        return _output.Record(plan, plan.PixelToQueryAttention(_name, q, k, v, _heads), residual: residual);
    }
}
