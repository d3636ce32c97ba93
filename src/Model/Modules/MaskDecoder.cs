using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>The mask decoder (docs/network.md#mask-decoder, #sensory-memory): from pixels at 1/16 to logits at 1/4, and the sensory
/// memory's shallow update.</summary>
internal sealed class MaskDecoder(WeightLoader loader, int dimension)
{
    private const string Updater = "mask_decoder.sensory_updater";

    private readonly Conv2d _linearProjF8 = Conv2d.Load(loader, "mask_decoder.linear_proj_f8");
    private readonly Conv2d _linearProjF4 = Conv2d.Load(loader, "mask_decoder.linear_proj_f4");
    private readonly UpsampleBlock _upsample16To8 = new(loader, "mask_decoder.upsample_16_to_8");
    private readonly UpsampleBlock _upsample8To4 = new(loader, "mask_decoder.upsample_8_to_4");
    private readonly Conv2d _pred = Conv2d.Load(loader, "mask_decoder.pred");
    private readonly Conv2d _g16 = Conv2d.Load(loader, $"{Updater}.g16_conv");
    private readonly Conv2d _g8 = Conv2d.Load(loader, $"{Updater}.g8_conv");
    private readonly Conv2d _g4 = Conv2d.Load(loader, $"{Updater}.g4_conv", secondInput: 1);
    private readonly SensoryRecurrence _recurrence = new(loader, Updater, "mask_decoder.1", dimension);

    /// <summary>Records what the first upsampling adds: f8 [1, 2h, 2w, C8] to [1, 2h, 2w, C].</summary>
    public Tensor<float> RecordSkip8(PlanBuilder plan, Tensor<float> f8) => _linearProjF8.Record(plan, f8);

    /// <summary>Records what the second upsampling adds: f4 [1, 4h, 4w, C4] to [1, 4h, 4w, width8].</summary>
    public Tensor<float> RecordSkip4(PlanBuilder plan, Tensor<float> f4) => _linearProjF4.Record(plan, f4);

    /// <summary>Records the logits [N, 4h, 4w, 1] and updates <paramref name="sensory"/> in place.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pixel">[N, h, w, C]</param>
    /// <param name="skip8">[1, 2h, 2w, C]</param>
    /// <param name="skip4">[1, 4h, 4w, width8]</param>
    /// <param name="sensory">[N, h, w, C]</param>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> pixel, Tensor<float> skip8, Tensor<float> skip4, Tensor<float> sensory)
    {
        Tensor<float> g = _g16.Record(plan, pixel);

        Tensor<float> v8 = _upsample16To8.Record(plan, pixel, skip8);
        plan.Capture("mask_decoder.upsample_16_to_8", v8);
        g = _g8.Record(plan, RecordAreaResize(plan, v8, 2), residual: g);

        Tensor<float> v4 = _upsample8To4.Record(plan, v8, skip4);
        plan.Capture("mask_decoder.upsample_8_to_4", v4);
        Tensor<float> logits = _pred.Record(plan, v4);
        plan.Capture("mask_decoder.0", logits);
        g = _g4.Record(plan, RecordAreaResize(plan, v4, 4), RecordAreaResize(plan, logits, 4), residual: g);

        _recurrence.Record(plan, g, sensory);
        return logits;
    }

    private static Tensor<float> RecordAreaResize(PlanBuilder plan, Tensor<float> x, int factor)
    {
        using PlanBuilder.LayerScope _ = plan.Layer(Updater);
        var shape = new Shape(x.Shape.Objects, x.Shape.Height / factor, x.Shape.Width / factor, x.Shape.Channels);
        Tensor<float> y = plan.Intermediate($"{x.Name}.area", shape);
        plan.Add(Launches.AreaResizing.AreaResize(shape.Objects * shape.Height, x, y, shape.Width, shape.Channels, factor));
        return y;
    }
}
