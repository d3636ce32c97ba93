using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>FeatureFuser (docs/network.md#featurefuser): the image's features, shared by all objects, and each object's, summed and
/// refined.</summary>
internal sealed class FeatureFuser(WeightLoader loader, string name)
{
    private readonly Conv2d _xTransform = Conv2d.Load(loader, $"{name}.x_transform");
    private readonly Conv2d _yTransform = Conv2d.Load(loader, $"{name}.y_transform");
    private readonly ChannelAttentionBlock _layer1 = new(loader, $"{name}.layer1");
    private readonly ChannelAttentionBlock _layer2 = new(loader, $"{name}.layer2");

    /// <summary>Records the fusion of <paramref name="pix"/> [1, h, w, C] and <paramref name="y"/> [N, h, w, any].</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> pix, Tensor<float> y) => RecordOwn(plan, RecordShared(plan, pix), y);

    /// <summary>Records the image's part of the sum: <paramref name="pix"/> [1, h, w, C] to [1, h, w, width].</summary>
    public Tensor<float> RecordShared(PlanBuilder plan, Tensor<float> pix) => _xTransform.Record(plan, pix);

    /// <summary>Records the rest of the fusion, of the image's part and <paramref name="y"/> [N, h, w, any].</summary>
    public Tensor<float> RecordOwn(PlanBuilder plan, Tensor<float> shared, Tensor<float> y)
    {
        Tensor<float> fused = _yTransform.Record(plan, y, residual: shared);
        return _layer2.Record(plan, _layer1.Record(plan, fused));
    }
}
