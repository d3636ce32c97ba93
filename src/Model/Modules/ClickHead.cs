using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>The click head (docs/network.md#click-head): from prompts at 1/4 and the image's features to one object's logits at 1/4.</summary>
internal sealed class ClickHead(WeightLoader loader)
{
    private readonly Conv2d _prompts4 = Conv2d.Load(loader, "click_head.prompts_4");
    private readonly Conv2d _prompts8 = Conv2d.Load(loader, "click_head.prompts_8", stride: 2);
    private readonly Conv2d _prompts16 = Conv2d.Load(loader, "click_head.prompts_16", stride: 2);
    private readonly FeatureFuser _fuser = new(loader, "click_head.fuser");
    private readonly Conv2d _down = Conv2d.Load(loader, "click_head.down", stride: 2);
    private readonly ChannelAttentionBlock _context1 = new(loader, "click_head.context1");
    private readonly ChannelAttentionBlock _context2 = new(loader, "click_head.context2");
    private readonly Conv2d _linearProjX16 = Conv2d.Load(loader, "click_head.linear_proj_x16");
    private readonly UpsampleBlock _upsample32To16 = new(loader, "click_head.upsample_32_to_16");
    private readonly Conv2d _linearProjF8 = Conv2d.Load(loader, "click_head.linear_proj_f8");
    private readonly Conv2d _linearProjP8 = Conv2d.Load(loader, "click_head.linear_proj_p8");
    private readonly UpsampleBlock _upsample16To8 = new(loader, "click_head.upsample_16_to_8");
    private readonly Conv2d _linearProjF4 = Conv2d.Load(loader, "click_head.linear_proj_f4");
    private readonly Conv2d _linearProjP4 = Conv2d.Load(loader, "click_head.linear_proj_p4");
    private readonly UpsampleBlock _upsample8To4 = new(loader, "click_head.upsample_8_to_4");
    private readonly Conv2d _pred = Conv2d.Load(loader, "click_head.pred");

    /// <summary>Records what prompts are added to at 1/16: f16 [1, h, w, C16] to [1, h, w, width16].</summary>
    public Tensor<float> RecordShared16(PlanBuilder plan, Tensor<float> f16) => _fuser.RecordShared(plan, f16);

    /// <summary>Records what prompts are added to at 1/8: f8 [1, 2h, 2w, C8] to [1, 2h, 2w, width16].</summary>
    public Tensor<float> RecordShared8(PlanBuilder plan, Tensor<float> f8) => _linearProjF8.Record(plan, f8);

    /// <summary>Records what prompts are added to at 1/4: f4 [1, 4h, 4w, C4] to [1, 4h, 4w, width8].</summary>
    public Tensor<float> RecordShared4(PlanBuilder plan, Tensor<float> f4) => _linearProjF4.Record(plan, f4);

    /// <summary>Records the logits [1, 4h, 4w, 1]. The sides of f16, h and w, are even.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="prompts">[1, 4h, 4w, 4]</param>
    /// <param name="shared16">[1, h, w, width16]</param>
    /// <param name="shared8">[1, 2h, 2w, width16]</param>
    /// <param name="shared4">[1, 4h, 4w, width8]</param>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> prompts, Tensor<float> shared16, Tensor<float> shared8, Tensor<float> shared4)
    {
        Tensor<float> p4 = _prompts4.Record(plan, prompts, activation: Activation.Relu);
        Tensor<float> p8 = _prompts8.Record(plan, p4, activation: Activation.Relu);
        Tensor<float> p16 = _prompts16.Record(plan, p8, activation: Activation.Relu);
        Tensor<float> x16 = _fuser.RecordOwn(plan, shared16, p16);
        plan.Capture("click_head.fuser", x16);

        Tensor<float> x32 = _down.Record(plan, x16, reluInput: true);
        x32 = _context2.Record(plan, _context1.Record(plan, x32));
        plan.Capture("click_head.context2", x32);

        x16 = _upsample32To16.Record(plan, x32, _linearProjX16.Record(plan, x16));
        plan.Capture("click_head.upsample_32_to_16", x16);
        Tensor<float> x8 = _upsample16To8.Record(plan, x16, _linearProjP8.Record(plan, p8, residual: shared8));
        plan.Capture("click_head.upsample_16_to_8", x8);
        Tensor<float> x4 = _upsample8To4.Record(plan, x8, _linearProjP4.Record(plan, p4, residual: shared4));
        plan.Capture("click_head.upsample_8_to_4", x4);
        Tensor<float> logits = _pred.Record(plan, x4, floats: true);
        plan.Capture("click_head", logits);
        return logits;
    }
}
