using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Model.Layers;

/// <summary>Multi-head attention with PyTorch's weights: <c>in_proj_weight</c> [3C, C] stacks those of query, key and value.</summary>
internal sealed class MultiHeadAttention
{
    private readonly string _name;
    private readonly int _heads, _channels;
    private readonly Conv2d _query, _key, _value, _output;

    public MultiHeadAttention(WeightLoader loader, string name, int heads)
    {
        _name = name;
        _heads = heads;
        _channels = (int)loader.ShapeOf($"{name}.in_proj_weight")[1];
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
    public Tensor<float> RecordQueriesRead(
        PlanBuilder plan, Tensor<float> queries, Tensor<float> keys, Tensor<float> values, Tensor<float> residual, Tensor<float>? foreground = null)
    {
        Tensor<float> q = _query.Record(plan, queries), k = _key.Record(plan, keys), v = _value.Record(plan, values);
        (int objects, int count) = (queries.Shape.Objects, queries.Shape.Positions);
        using (plan.Layer(_name))
        {
            Tensor<float> read = plan.Temporary(_name, queries.Shape);
            (int masked, int pixels) = (foreground is null ? 0 : 1, keys.Shape.Positions);
            if (plan.Device.Schedule == Schedule.Gpu)
            {
                LaunchShape grid = AttentionOps.QueriesGrid(objects, _heads, count, _channels);
                plan.Add(Launches.GroupAttention.GroupsOfQueriesReadPixels(grid, q, k, v, foreground, read, masked, _heads, count, pixels, _channels));
            }
            else
            {
                var grid = LaunchShape.Tiles(_heads, objects, dynamicShared: Attention.QueriesReadPixelsShared(_heads, count, _channels));
                plan.Add(Launches.Attention.QueriesReadPixels(grid, q, k, v, foreground, read, masked, _heads, count, pixels, _channels));
            }

            return _output.Record(plan, read, residual: residual);
        }
    }

    /// <summary>Records the attention of positions over their object's queries, added to <paramref name="residual"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pixels">[N, h, w, C]</param>
    /// <param name="keys">[N, Q, C]</param>
    /// <param name="values">[N, Q, C]</param>
    /// <param name="residual">[N, h, w, C]</param>
    public Tensor<float> RecordPixelsRead(PlanBuilder plan, Tensor<float> pixels, Tensor<float> keys, Tensor<float> values, Tensor<float> residual)
    {
        const int block = 64;
        Tensor<float> q = _query.Record(plan, pixels), k = _key.Record(plan, keys), v = _value.Record(plan, values);
        (int objects, int positions, int queries) = (pixels.Shape.Objects, pixels.Shape.Positions, keys.Shape.Positions);
        using (plan.Layer(_name))
        {
            Tensor<float> read = plan.Temporary(_name, pixels.Shape);
            plan.MayReplace(read, q);
            if (plan.Device.Schedule == Schedule.Gpu)
            {
                LaunchShape grid = AttentionOps.PixelsGrid(objects, _heads, queries, positions);
                plan.Add(Launches.GroupAttention.GroupsOfPixelsReadQueries(grid, q, k, v, read, _heads, queries, positions, _channels));
            }
            else
            {
                var grid = LaunchShape.Tiles((positions + block - 1) / block, objects, dynamicShared: Attention.PixelsReadQueriesShared(queries, _channels));
                int divides = AttentionOps.PixelsReadQueriesWidth(_heads, queries, _channels);
                plan.Add(Launches.Attention.PixelsReadQueries(grid, divides, q, k, v, read, _heads, queries, positions, _channels, block));
            }

            return _output.Record(plan, read, residual: residual);
        }
    }
}
