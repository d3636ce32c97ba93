using LiVOS.Kernels;
using LiVOS.Model.Bands;
using LiVOS.Model.Frames;
using LiVOS.Model.Layers;
using LiVOS.Model.Modules;
using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>Records what one frame asks of the network (docs/network.md#one-step), from pixels to labels and an updated memory.</summary>
/// <param name="network">The network.</param>
/// <param name="geometry">The sizes.</param>
/// <param name="input">The frame and its mask.</param>
/// <param name="state">The memory, with room for the objects that the frame introduces.</param>
/// <param name="positions">The positional encoding of the coarsest grid.</param>
/// <param name="bands">What the layers of high resolution run in.</param>
internal sealed class FramePlanner(
    Network network, FrameGeometry geometry, FrameInput input, SessionState state, Positions positions, RowBands bands)
{
    private readonly ImagePlanner _image = new(network, geometry, bands);
    private FramePixels _frame; // [1, height, width, 3]

    /// <summary>Records a frame.</summary>
    /// <param name="slot">Takes the frame's labels.</param>
    /// <param name="pixels">The frame's bytes; null where it is given as floats.</param>
    /// <param name="conversion">What gives them the network's size; null likewise.</param>
    /// <param name="segmented">The number of objects that the memory knows before this frame; 0 for the first.</param>
    /// <param name="hasMask">Whether the frame brings a mask, which introduces or corrects objects.</param>
    /// <param name="capturing">Whether intermediate tensors are kept for who compares them.</param>
    /// <param name="mayMeasure">Whether launches may be tried on the device, to find the fastest.</param>
    public Plan Record(
        FrameSlot slot, Tensor<byte>? pixels, FrameConversion? conversion, int segmented, bool hasMask, bool capturing = false, bool mayMeasure = false)
    {
        var plan = new PlanBuilder(network.Device) { Capturing = capturing, MayMeasure = mayMeasure };
        using (plan.Layer("frame")) _frame = conversion?.Record(plan, pixels!, () => input.Frame) ?? input.Frame;
        ImageFeatures image = _image.Record(plan, _frame, segmented > 0);
        if (segmented > 0) RecordSegmentation(plan, image, segmented);
        if (hasMask) RecordMask(plan, first: segmented == 0);
        RecordMemory(plan, image);
        RecordLabels(plan, slot);
        return plan.Build();
    }

    /// <summary>The readout of the state, and from it the probabilities of the objects that the memory knows
    /// (docs/network.md#linear-matching, #segmentation).</summary>
    private void RecordSegmentation(PlanBuilder plan, ImageFeatures image, int objects)
    {
        Tensor<float>[] pixels = RecordPixels(plan, image, objects);
        Tensor<float> logits = bands.IsWhole
            ? network.MaskDecoder.Record(plan, pixels[0], image.Skip8!, image.Skip4!, state.Sensory.First(objects))
            : RecordLogitsInBands(plan, pixels);

        using PlanBuilder.LayerScope _ = plan.Layer("probabilities");
        Tensor<float> aggregated = plan.Intermediate("aggregated logits", logits.Shape with { Objects = objects + 1 });
        plan.Add(Launches.Aggregation.AggregateLogits(logits.Shape.Positions, logits, aggregated, objects, logits.Shape.Positions));
        Tensor<float> probabilities = state.Probabilities.First(objects + 1);
        plan.UpsampleSoftmax(aggregated, probabilities);
    }

    /// <summary>What the decoder takes, [n, h, w, C]: of all objects together, or with bands of each for itself.</summary>
    private Tensor<float>[] RecordPixels(PlanBuilder plan, ImageFeatures image, int objects)
    {
        int together = bands.IsWhole ? objects : 1;
        Tensor<float> norm;
        using (plan.Layer("linear_matching")) norm = plan.MatchingNorm(image.Key, state.KeySum, state.KeySumAtIntroduction);
        Tensor<float> masks = PixelFuser.RecordMasks(plan, state.LastMask.First(objects));
        var fused = new Tensor<float>[objects / together];
        for (int i = 0; i < fused.Length; i++)
        {
            int first = i * together;
            Tensor<float> readout = RecordReadout(plan, image.Key, norm, first, together);
            fused[i] = network.PixelFuser.Record(plan, image.Pix, readout, state.Sensory.Part(first, together), masks.Part(first, together));
        }

        return network.ObjectTransformer.Record(plan, fused, state.ObjectMemory.First(objects), positions);
    }

    /// <summary>Linear matching: key (x) state, divided by one number for each introduction.</summary>
    private Tensor<float> RecordReadout(PlanBuilder plan, Tensor<float> key, Tensor<float> norm, int first, int count)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("linear_matching");
        Tensor<float> readout = plan.Readout(key, state.State.Part(first, count), norm, state.Introduced.Part(first, count), count, network.HoldsHalves);
        plan.Capture("readout", readout);
        return readout;
    }

    /// <summary>One object after another as far as 1/8, then all of them band by band.</summary>
    private Tensor<float> RecordLogitsInBands(PlanBuilder plan, Tensor<float>[] pixels)
    {
        MaskDecoder decoder = network.MaskDecoder;
        (Tensor<float> V8, Tensor<float> G)[] halves =
            [.. pixels.Select(pixel => decoder.RecordTo8(plan, bands, pixel, _image.Skip8))];
        return decoder.RecordTo4(plan, bands, halves, band => _image.RecordSkip4(plan, band), state.Sensory.First(pixels.Length));
    }

    /// <summary>A given mask takes the place of the prediction (docs/network.md#first-frame, #new-objects).</summary>
    private void RecordMask(PlanBuilder plan, bool first)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("given mask");
        RowCut cut = RowCut.For(plan, state.Probabilities.Shape);
        plan.Add(first
            ? Launches.MaskPlanes.StartFromMask(
                cut.Items, input.Mask, state.Probabilities, geometry.Height, geometry.Width, geometry.PaddedHeight, geometry.PaddedWidth,
                geometry.Top, geometry.Left, cut.Run)
            : Launches.MaskPlanes.MergeMask(
                cut.Items, input.Mask, state.Given, state.Probabilities, geometry.Height, geometry.Width, geometry.PaddedHeight, geometry.PaddedWidth,
                geometry.Top, geometry.Left, cut.Run));
    }

    /// <summary>Encodes the masks and updates the memory (docs/network.md#later-frames).</summary>
    private void RecordMemory(PlanBuilder plan, ImageFeatures image)
    {
        int together = bands.IsWhole ? state.Objects : 1;
        for (int first = 0; first < state.Objects; first += together) RecordMemory(plan, image, first, together);

        using PlanBuilder.LayerScope _ = plan.Layer("memory");
        plan.Add(state.KeySum, image.Key, state.KeySum);
    }

    private void RecordMemory(PlanBuilder plan, ImageFeatures image, int first, int count)
    {
        Tensor<float> value = network.MaskEncoder.Record(
            plan, count, bands, (n, band) => RecordMaskedFrame(plan, first + n, band), image.Pix, state.Sensory.Part(first, count));
        Tensor<float> lastMask = state.LastMask.Part(first, count);
        using (plan.Layer("last_mask"))
        {
            Shape mask = lastMask.Shape;
            Tensor<float> probabilities = state.Probabilities.Part(first, count + 1); // the plane before the first is not read
            RowCut cut = RowCut.For(plan, mask);
            plan.Add(Launches.AreaResizing.AreaResizeMasks(
                cut.Items, probabilities, lastMask, mask.Height, mask.Width, geometry.PaddedWidth / mask.Width, cut.Run));
        }

        Tensor<float> summary = network.ObjectSummarizer.Record(plan, lastMask, value, positions);

        using PlanBuilder.LayerScope _ = plan.Layer("memory");
        plan.UpdateState(image.Key, value, image.Gate, state.State.Part(first, count));
        Tensor<float> memory = state.ObjectMemory.Part(first, count);
        plan.Add(memory, summary, memory);
    }

    /// <summary>The rows of a band of the mask encoder's input for object <paramref name="n"/>, from 0: [1, rows, W, 5]
    /// (docs/network.md#mask-encoder).</summary>
    private Tensor<float> RecordMaskedFrame(PlanBuilder plan, int n, RowBand band)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("frame");
        Tensor<float> maskedFrame = plan.Intermediate("masked frame", new Shape(1, band.Rows, geometry.PaddedWidth, 5));
        plan.PadMaskedFrame(_frame, state.Probabilities, maskedFrame, n + 1, geometry.Top, geometry.Left, band.From);
        return maskedFrame;
    }

    /// <summary>The number of the most probable plane of each pixel, at the size of the clip (docs/network.md#evaluation-protocol).</summary>
    private void RecordLabels(PlanBuilder plan, FrameSlot slot)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("labels");
        plan.Labels(state.Probabilities, slot.Labels, new Crop(geometry.Top, geometry.Left, geometry.Height, geometry.Width));
    }
}
