using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>One block of the object transformer (docs/network.md#object-transformer).</summary>
internal sealed class ObjectTransformerBlock(WeightLoader loader, string name, int heads)
{
    private readonly bool _inHalves = loader.InHalves; // what projections read
    private readonly LayerNormalization _readNorm = new(loader, $"{name}.read_from_pixel.norm");
    private readonly MultiHeadAttention _readFromPixel = new(loader, $"{name}.read_from_pixel.cross_attn", heads);
    private readonly LayerNormalization _selfNorm = new(loader, $"{name}.self_attn.norm");
    private readonly MultiHeadAttention _selfAttention = new(loader, $"{name}.self_attn.self_attn", heads);
    private readonly LayerNormalization _feedForwardNorm = new(loader, $"{name}.ffn.norm");
    private readonly Conv2d _linear1 = Conv2d.LoadLinear(loader, $"{name}.ffn.linear1");
    private readonly Conv2d _linear2 = Conv2d.LoadLinear(loader, $"{name}.ffn.linear2");
    private readonly MultiHeadAttention _readFromQuery = new(loader, $"{name}.read_from_query.cross_attn", heads);
    private readonly ChannelAttentionBlock _pixelFeedForward = new(loader, $"{name}.pixel_ffn.conv");

    /// <summary>Records the block: the new queries and the new pixels.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="query">[N, Q, C]</param>
    /// <param name="queryEmbedding">[N, Q, C]</param>
    /// <param name="pixel">[N, h, w, C]</param>
    /// <param name="pixelEmbedding">[N, h, w, C]</param>
    /// <param name="foreground">[N, h, w, 1]</param>
    public (Tensor<float> Query, Tensor<float> Pixel) Record(
        PlanBuilder plan, Tensor<float> query, Tensor<float> queryEmbedding, Tensor<float> pixel, Tensor<float> pixelEmbedding, Tensor<float> foreground)
    {
        Tensor<float> placedPixel = plan.HeldAs(RecordSum(plan, pixel, pixelEmbedding), _inHalves); // once for both attentions

        query = _readNorm.Record(plan, query);
        query = _readFromPixel.RecordQueryToPixel(plan, RecordSum(plan, query, queryEmbedding), placedPixel, pixel, residual: query, foreground);

        query = _selfNorm.Record(plan, query);
        Tensor<float> placedQuery = RecordSum(plan, query, queryEmbedding);
        query = _selfAttention.RecordQueryToPixel(plan, placedQuery, placedQuery, query, residual: query);

        Tensor<float> hidden = _linear1.Record(plan, _feedForwardNorm.Record(plan, query), activation: Activation.Relu);
        query = _linear2.Record(plan, hidden, residual: query);

        pixel = _readFromQuery.RecordPixelToQuery(plan, placedPixel, RecordSum(plan, query, queryEmbedding), query, residual: pixel);
        return (query, _pixelFeedForward.Record(plan, pixel));
    }

    private Tensor<float> RecordSum(PlanBuilder plan, Tensor<float> x, Tensor<float> embedding)
    {
        using PlanBuilder.LayerScope _ = plan.Layer($"{name}.embedding");
        Tensor<float> sum = plan.Intermediate($"{name}.embedded", x.Shape);
        plan.Add(x, embedding, sum);
        return sum;
    }
}
