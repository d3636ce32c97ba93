using LiVOS.Kernels;
using LiVOS.Model.Bands;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>The object transformer (docs/network.md#object-transformer): each object's queries and pixels read each other.</summary>
internal sealed class ObjectTransformer
{
    private const string Name = "object_transformer";

    private readonly bool _inHalves; // what attention reads
    private readonly Tensor<float> _queryInit, _queryEmb;
    private readonly Conv2d _summaryToQueryInit, _summaryToQueryEmb, _pixelInitProj, _pixelEmbProj;
    private readonly ObjectTransformerBlock[] _blocks;
    private readonly Conv2d[] _maskPred;

    public ObjectTransformer(WeightLoader loader, int heads)
    {
        _inHalves = loader.InHalves;
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

    /// <summary>Records the transformer: pixels [n, h, w, C] of each group of n objects.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="x">[n, h, w, C] of each group: of one group of all objects, or of objects one by one, which needs less memory.</param>
    /// <param name="objectMemory">[N, Q, C + 1]</param>
    /// <param name="positions">The encoding of the grid.</param>
    public Tensor<float>[] Record(PlanBuilder plan, IReadOnlyList<Tensor<float>> x, Tensor<float> objectMemory, Positions positions)
    {
        (int groups, int each) = (x.Count, x[0].Shape.Objects);
        var (query, queryEmbedding) = (new Tensor<float>[groups], new Tensor<float>[groups]);
        var (pixel, pixelEmbedding) = (new Tensor<float>[groups], new Tensor<float>[groups]);
        for (int n = 0; n < groups; n++)
        {
            (query[n], queryEmbedding[n]) = RecordQueries(plan, objectMemory.Part(n * each, each), x[n].Shape.Channels);
            pixel[n] = _pixelInitProj.Record(plan, x[n], floats: true);
            Tensor<float> embedding = _pixelEmbProj.Record(plan, x[n], floats: true);
            using (plan.Layer($"{Name}.spatial_pe")) pixelEmbedding[n] = positions.RecordAdd(plan, $"{Name}.pixel_emb", embedding);
        }

        for (int i = 0; i < _blocks.Length; i++)
        {
            Tensor<float> foreground = RecordForeground(plan, i, pixel);
            for (int n = 0; n < groups; n++)
            {
                Tensor<float> own = foreground.Part(n * each, each);
                (query[n], pixel[n]) = _blocks[i].Record(plan, query[n], queryEmbedding[n], pixel[n], pixelEmbedding[n], own);
                plan.Capture($"{Name}.blocks.{i}.0", query[n]);
                plan.Capture($"{Name}.blocks.{i}.1", pixel[n]);
            }
        }

        // The last prediction serves training only: nobody computes it but who compares with the reference.
        if (plan.Capturing) RecordForeground(plan, _blocks.Length, pixel);
        foreach (Tensor<float> group in pixel) plan.Capture($"{Name}.0", group);
        return pixel;
    }

    /// <summary>The queries [n, Q, C] of some objects, from their memory, and their embedding.</summary>
    private (Tensor<float> Query, Tensor<float> Embedding) RecordQueries(PlanBuilder plan, Tensor<float> objectMemory, int channels)
    {
        Tensor<float> values = plan.Intermediate($"{Name}.values", objectMemory.Shape.WithChannels(channels));
        using (plan.Layer(Name)) plan.Add(Launches.ObjectSummary.SummaryValues(values.Shape.Rows, objectMemory, values, channels));
        return (_summaryToQueryInit.Record(plan, values, residual: _queryInit), _summaryToQueryEmb.Record(plan, values, residual: _queryEmb));
    }

    /// <summary>Where each object is, by the prediction from its current pixels and those of all others: [N, h, w, 1].</summary>
    private Tensor<float> RecordForeground(PlanBuilder plan, int i, IReadOnlyList<Tensor<float>> pixel)
    {
        Tensor<float> logits = plan.Concat(
            $"{Name}.mask_pred.{i}.1", pixel.Count, n => _maskPred[i].Record(plan, pixel[n], reluInput: true, floats: true));
        plan.Capture($"{Name}.1.q_logits.{i}", logits);
        using PlanBuilder.LayerScope _ = plan.Layer($"{Name}.foreground");
        Tensor<float> foreground = plan.Intermediate($"{Name}.foreground", logits.Shape, _inHalves);
        plan.Add(Launches.Foreground.ForegroundMask(logits.Shape.Positions, logits, foreground, logits.Shape.Objects, logits.Shape.Positions));
        plan.Capture($"{Name}.foreground.{i}", foreground);
        return foreground;
    }
}
