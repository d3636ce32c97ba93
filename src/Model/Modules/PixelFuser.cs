using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>Pixel fusion (docs/network.md#pixel-fusion): readout, sensory memory and last mask of each object, fused with the image's
/// features.</summary>
internal sealed class PixelFuser(WeightLoader loader)
{
    private readonly Conv2d _conv = Conv2d.Load(loader, "pixel_fuser.conv", secondInput: 2);
    private readonly FeatureFuser _fuser = new(loader, "pixel_fuser.fuser");

    /// <summary>Records each object's last mask and those of all others: [N, h, w, 1] to [N, h, w, 2].</summary>
    public static Tensor<float> RecordMasks(PlanBuilder plan, Tensor<float> lastMask)
    {
        Tensor<float> masks = plan.Intermediate("pixel_fuser.masks", lastMask.Shape.WithChannels(2));
        using PlanBuilder.LayerScope _ = plan.Layer("pixel_fuser");
        plan.Add(Launches.AreaResizing.MaskAndOthers(lastMask.Shape.Positions, lastMask, masks, lastMask.Shape.Objects, lastMask.Shape.Positions));
        return masks;
    }

    /// <summary>Records the fusion: [N, h, w, C].</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pix">[1, h, w, C]</param>
    /// <param name="readout">[N, h, w, C]</param>
    /// <param name="sensory">[N, h, w, C]</param>
    /// <param name="masks">[N, h, w, 2]: <see cref="RecordMasks"/></param>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> pix, Tensor<float> readout, Tensor<float> sensory, Tensor<float> masks)
    {
        Tensor<float> x = _conv.Record(plan, sensory, masks, residual: readout);
        Tensor<float> fused = _fuser.Record(plan, pix, x);
        plan.Capture("pixel_fuser", fused);
        return fused;
    }
}
