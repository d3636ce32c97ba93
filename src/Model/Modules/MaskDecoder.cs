using LiVOS.Kernels;
using LiVOS.Model.Bands;
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
        Tensor<float> logits = _pred.Record(plan, v4, floats: true);
        plan.Capture("mask_decoder.0", logits);
        g = _g4.Record(plan, RecordAreaResize(plan, v4, 4), RecordAreaResize(plan, logits, 4), residual: g);

        _recurrence.Record(plan, g, sensory);
        return logits;
    }

    /// <summary>The first half for one object, in bands: what is upsampled to 1/8, [1, 2h, 2w, width8], and the update so far, [1, h, w, C].</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="bands">The bands.</param>
    /// <param name="pixel">[1, h, w, C]</param>
    /// <param name="skip8">Records the rows of a band of [1, 2h, 2w, C].</param>
    public (Tensor<float> V8, Tensor<float> G) RecordTo8(PlanBuilder plan, RowBands bands, Tensor<float> pixel, Func<RowBand, Tensor<float>> skip8)
    {
        Tensor<float> g = _g16.Record(plan, pixel);
        var shape = new Shape(1, 2 * pixel.Shape.Height, 2 * pixel.Shape.Width, _upsample16To8.OutChannels);
        Tensor<float> v8 = bands.Assemble(plan, "mask_decoder.upsample_16_to_8", shape, (_, band) =>
        {
            RowBand around = band.Widened(_upsample16To8.HaloOf(0), shape.Height);
            return band.Of(_upsample16To8.Record(plan, around.Over(2).Of(pixel), skip8(around)), around);
        });
        return (v8, _g8.Record(plan, RecordAreaResize(plan, v8, 2), residual: g));
    }

    /// <summary>The second half for all objects, band by band: the logits [N, 4h, 4w, 1]. Updates <paramref name="sensory"/> in place.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="bands">The bands.</param>
    /// <param name="halves">The first half of each object.</param>
    /// <param name="skip4">Records the rows of a band of [1, 4h, 4w, width8], which all objects share.</param>
    /// <param name="sensory">[N, h, w, C]</param>
    public Tensor<float> RecordTo4(
        PlanBuilder plan, RowBands bands, IReadOnlyList<(Tensor<float> V8, Tensor<float> G)> halves, Func<RowBand, Tensor<float>> skip4,
        Tensor<float> sensory)
    {
        (int objects, int height, int width) = (halves.Count, 2 * halves[0].V8.Shape.Height, 2 * halves[0].V8.Shape.Width);
        Tensor<float> logits = plan.Intermediate("mask_decoder.pred", new Shape(objects, height, width, 1));
        Tensor<float> areas = plan.Intermediate(
            "mask_decoder.upsample_8_to_4.area", new Shape(objects, height / 4, width / 4, _upsample8To4.OutChannels), halves[0].V8.InHalves);
        foreach (RowBand band in bands.Of(height))
        {
            RowBand around = band.Widened(_pred.HaloOf(_upsample8To4.HaloOf(0)), height);
            Tensor<float> skip = skip4(around);
            for (int n = 0; n < objects; n++)
            {
                Tensor<float> v4 = _upsample8To4.Record(plan, around.Over(2).Of(halves[n].V8), skip);
                RecordAreaResize(plan, band.Of(v4, around), band.Over(4).Of(areas.Part(n, 1)), 4);
                plan.CopyRows(band.Of(_pred.Record(plan, v4, floats: true), around), band.Of(logits.Part(n, 1)));
            }
        }

        for (int n = 0; n < objects; n++)
        {
            Tensor<float> logitArea = RecordAreaResize(plan, logits.Part(n, 1), 4);
            _recurrence.Record(plan, _g4.Record(plan, areas.Part(n, 1), logitArea, residual: halves[n].G), sensory.Part(n, 1));
        }

        return logits;
    }

    private static Tensor<float> RecordAreaResize(PlanBuilder plan, Tensor<float> x, int factor)
    {
        var shape = new Shape(x.Shape.Objects, x.Shape.Height / factor, x.Shape.Width / factor, x.Shape.Channels);
        Tensor<float> y = plan.Intermediate($"{x.Name}.area", shape, x.InHalves);
        RecordAreaResize(plan, x, y, factor);
        return y;
    }

    private static void RecordAreaResize(PlanBuilder plan, Tensor<float> x, Tensor<float> y, int factor)
    {
        using PlanBuilder.LayerScope _ = plan.Layer(Updater);
        RowCut cut = RowCut.For(plan, y.Shape);
        plan.Add(Launches.AreaResizing.AreaResize(cut.Items, x, y, y.Shape.Width, y.Shape.Channels, factor, cut.Run, cut.Slice));
    }
}
