using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>The object transformer (docs/network.md#object-transformer): each object's queries and pixels read each other.</summary>
internal sealed class ObjectTransformer
{
    private const string Name = "object_transformer";

    private readonly Tensor<float> _queryInit, _queryEmb;
    private readonly Conv2d _summaryToQueryInit, _summaryToQueryEmb, _pixelInitProj, _pixelEmbProj;
    private readonly ObjectTransformerBlock[] _blocks;
    private readonly Conv2d[] _maskPred;

    public ObjectTransformer(WeightLoader loader, int heads)
    {
        ReadOnlySpan<long> shape = loader.ShapeOf($"{Name}.query_init.weight");
        Shape queries = Shape.Matrix((int)shape[0], (int)shape[1]);
        _queryInit = loader.Upload($"{Name}.query_init.weight", queries);
        _queryEmb = loader.Upload($"{Name}.query_emb.weight", queries);
        _summaryToQueryInit = Conv2d.LoadLinear(loader, $"{Name}.summary_to_query_init");
        _summaryToQueryEmb = Conv2d.LoadLinear(loader, $"{Name}.summary_to_query_emb");
        _pixelInitProj = Conv2d.Load(loader, $"{Name}.pixel_init_proj");
        _pixelEmbProj = Conv2d.Load(loader, $"{Name}.pixel_emb_proj");

        int blocks = 0;
        while (loader.Has($"{Name}.blocks.{blocks}.ffn.linear1.weight")) blocks++;
        _blocks = [.. Enumerable.Range(0, blocks).Select(i => new ObjectTransformerBlock(loader, $"{Name}.blocks.{i}", heads))];
        _maskPred = [.. Enumerable.Range(0, blocks + 1).Select(i => Conv2d.Load(loader, $"{Name}.mask_pred.{i}.1"))];
    }

    /// <summary>Records the transformer: pixels [N, h, w, C].</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="x">[N, h, w, C]</param>
    /// <param name="objectMemory">[N, Q, C + 1]</param>
    /// <param name="positions">The encoding of the grid.</param>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> x, Tensor<float> objectMemory, Positions positions)
    {
        Tensor<float> values = plan.Intermediate($"{Name}.values", objectMemory.Shape.WithChannels(x.Shape.Channels));
        using (plan.Layer(Name)) plan.Add(Launches.ObjectSummary.SummaryValues(values.Shape.Rows, objectMemory, values, x.Shape.Channels));
        Tensor<float> query = _summaryToQueryInit.Record(plan, values, residual: _queryInit);
        Tensor<float> queryEmbedding = _summaryToQueryEmb.Record(plan, values, residual: _queryEmb);

        Tensor<float> pixel = _pixelInitProj.Record(plan, x);
        Tensor<float> pixelEmbedding = _pixelEmbProj.Record(plan, x);
        using (plan.Layer($"{Name}.spatial_pe")) pixelEmbedding = positions.RecordAdd(plan, $"{Name}.pixel_emb", pixelEmbedding);

        for (int i = 0; i < _blocks.Length; i++)
        {
            Tensor<float> foreground = RecordForeground(plan, i, pixel);
            (query, pixel) = _blocks[i].Record(plan, query, queryEmbedding, pixel, pixelEmbedding, foreground);
            plan.Capture($"{Name}.blocks.{i}.0", query);
            plan.Capture($"{Name}.blocks.{i}.1", pixel);
        }

        // The last prediction serves training only: nobody computes it but who compares with the reference.
        if (plan.Capturing) RecordForeground(plan, _blocks.Length, pixel);
        plan.Capture($"{Name}.0", pixel);
        return pixel;
    }

    /// <summary>Where each object is, by the prediction from its current pixels: [N, h, w, 1].</summary>
    private Tensor<float> RecordForeground(PlanBuilder plan, int i, Tensor<float> pixel)
    {
        Tensor<float> logits = _maskPred[i].Record(plan, pixel, reluInput: true);
        plan.Capture($"{Name}.1.q_logits.{i}", logits);
        using PlanBuilder.LayerScope _ = plan.Layer($"{Name}.foreground");
        Tensor<float> foreground = plan.Intermediate($"{Name}.foreground", logits.Shape);
        plan.Add(Launches.Foreground.ForegroundMask(logits.Shape.Positions, logits, foreground, logits.Shape.Objects, logits.Shape.Positions));
        plan.Capture($"{Name}.foreground.{i}", foreground);
        return foreground;
    }
}
