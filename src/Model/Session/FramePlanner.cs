using LiVOS.Kernels;
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
internal sealed class FramePlanner(Network network, FrameGeometry geometry, FrameInput input, SessionState state, Positions positions)
{
    /// <summary>Records a frame.</summary>
    /// <param name="slot">Takes the frame's labels.</param>
    /// <param name="pixels">The frame's bytes; null where it is given as floats.</param>
    /// <param name="conversion">What makes floats of them; null likewise.</param>
    /// <param name="segmented">The number of objects that the memory knows before this frame; 0 for the first.</param>
    /// <param name="hasMask">Whether the frame brings a mask, which introduces or corrects objects.</param>
    /// <param name="capturing">Whether intermediate tensors are kept for who compares them.</param>
    /// <param name="mayMeasure">Whether launches may be tried on the device, to find the fastest.</param>
    public Plan Record(
        FrameSlot slot, Tensor<byte>? pixels, FrameConversion? conversion, int segmented, bool hasMask, bool capturing = false, bool mayMeasure = false)
    {
        var plan = new PlanBuilder(network.Device) { Capturing = capturing, MayMeasure = mayMeasure };
        using (plan.Layer("frame")) conversion?.Record(plan, pixels!, input.Frame);
        ImageFeatures image = RecordImage(plan, segmented > 0);
        if (segmented > 0) RecordSegmentation(plan, image, segmented);
        if (hasMask) RecordMask(plan, first: segmented == 0);
        RecordMemory(plan, image);
        RecordLabels(plan, slot);
        return plan.Build();
    }

    /// <summary>The image's features, its key and its gate (docs/network.md#image-features).</summary>
    private ImageFeatures RecordImage(PlanBuilder plan, bool segments)
    {
        var padded = new Shape(1, geometry.PaddedHeight, geometry.PaddedWidth, 3);
        Tensor<float> frame = plan.Intermediate("padded frame", padded);
        using (plan.Layer("frame")) plan.PadFrame(input.Frame, frame, geometry.Top, geometry.Left);

        // What the decoder wants of f4 and f8 is taken as soon as the next stage's first block, the most voluminous one, is done with them.
        ResNet encoder = network.ImageEncoder;
        Tensor<float> f4 = encoder.Layer1.Record(plan, encoder.Stem(plan, frame));
        plan.Capture("image_encoder.2", f4);
        Tensor<float> f8 = encoder.Layer2.RecordFirst(plan, f4);
        Tensor<float>? skip4 = segments ? network.MaskDecoder.RecordSkip4(plan, f4) : null;
        f8 = encoder.Layer2.RecordRest(plan, f8);
        plan.Capture("image_encoder.1", f8);
        Tensor<float> f16 = encoder.Layer3.RecordFirst(plan, f8);
        Tensor<float>? skip8 = segments ? network.MaskDecoder.RecordSkip8(plan, f8) : null;
        f16 = encoder.Layer3.RecordRest(plan, f16);
        plan.Capture("image_encoder.0", f16);

        Tensor<float> pix = network.PixProjector.Record(plan, f16);
        plan.Capture("pix_projector", pix);
        return new ImageFeatures(pix, network.KeyProjector.Record(plan, f16), network.GateProjector.Record(plan, f16), skip8, skip4);
    }

    /// <summary>The readout of the state, and from it the probabilities of the objects that the memory knows
    /// (docs/network.md#linear-matching, #segmentation).</summary>
    private void RecordSegmentation(PlanBuilder plan, ImageFeatures image, int objects)
    {
        Tensor<float> sensory = state.Sensory.First(objects);
        Tensor<float> readout = RecordReadout(plan, image.Key, objects);
        Tensor<float> x = network.PixelFuser.Record(plan, image.Pix, readout, sensory, state.LastMask.First(objects));
        Tensor<float> pixel = network.ObjectTransformer.Record(plan, x, state.ObjectMemory.First(objects), positions);
        Tensor<float> logits = network.MaskDecoder.Record(plan, pixel, image.Skip8!, image.Skip4!, sensory);

        using PlanBuilder.LayerScope _ = plan.Layer("probabilities");
        Tensor<float> aggregated = plan.Intermediate("aggregated logits", logits.Shape with { Objects = objects + 1 });
        plan.Add(Launches.Aggregation.AggregateLogits(logits.Shape.Positions, logits, aggregated, objects, logits.Shape.Positions));
        Tensor<float> probabilities = state.Probabilities.First(objects + 1);
        plan.Add(Launches.Aggregation.UpsampleSoftmax(
            geometry.PaddedHeight, aggregated, probabilities, objects + 1, logits.Shape.Height, logits.Shape.Width));
    }

    /// <summary>Linear matching: key (x) state, divided by one number for each introduction.</summary>
    private Tensor<float> RecordReadout(PlanBuilder plan, Tensor<float> key, int objects)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("linear_matching");
        Tensor<float> norm = plan.MatchingNorm(key, state.KeySum, state.KeySumAtIntroduction);
        Tensor<float> readout = plan.Readout(key, state.State, norm, state.Introduced, objects);
        plan.Capture("readout", readout);
        return readout;
    }

    /// <summary>A given mask takes the place of the prediction (docs/network.md#first-frame, #new-objects).</summary>
    private void RecordMask(PlanBuilder plan, bool first)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("given mask");
        int rows = state.Probabilities.Shape.Objects * geometry.PaddedHeight;
        plan.Add(first
            ? Launches.MaskPlanes.StartFromMask(
                rows, input.Mask, state.Probabilities, geometry.Height, geometry.Width, geometry.PaddedHeight, geometry.PaddedWidth,
                geometry.Top, geometry.Left)
            : Launches.MaskPlanes.MergeMask(
                rows, input.Mask, state.Given, state.Probabilities, geometry.Height, geometry.Width, geometry.PaddedHeight, geometry.PaddedWidth,
                geometry.Top, geometry.Left));
    }

    /// <summary>Encodes the masks and updates the memory (docs/network.md#later-frames).</summary>
    private void RecordMemory(PlanBuilder plan, ImageFeatures image)
    {
        int objects = state.Objects;
        Tensor<float> value = network.MaskEncoder.Record(plan, objects, n => RecordMaskedFrame(plan, n), image.Pix, state.Sensory);
        using (plan.Layer("last_mask"))
        {
            Shape mask = state.LastMask.Shape;
            plan.Add(Launches.AreaResizing.AreaResizeMasks(
                objects * mask.Height, state.Probabilities, state.LastMask, mask.Height, mask.Width,
                geometry.PaddedWidth / mask.Width));
        }

        Tensor<float> summary = network.ObjectSummarizer.Record(plan, state.LastMask, value, positions);

        using PlanBuilder.LayerScope _ = plan.Layer("memory");
        plan.UpdateState(image.Key, value, image.Gate, state.State);
        plan.Add(Launches.Elementwise.Add(state.KeySum.Shape.Rows, state.KeySum, image.Key, state.KeySum, image.Key.Shape.Channels));
        plan.Add(Launches.Elementwise.Add(
            state.ObjectMemory.Shape.Rows, state.ObjectMemory, summary, state.ObjectMemory, summary.Shape.Channels));
    }

    /// <summary>The mask encoder's input for object <paramref name="n"/>, from 0: [1, H, W, 5] (docs/network.md#mask-encoder).</summary>
    private Tensor<float> RecordMaskedFrame(PlanBuilder plan, int n)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("frame");
        Tensor<float> maskedFrame = plan.Intermediate("masked frame", new Shape(1, geometry.PaddedHeight, geometry.PaddedWidth, 5));
        plan.PadMaskedFrame(input.Frame, state.Probabilities, maskedFrame, n + 1, geometry.Top, geometry.Left);
        return maskedFrame;
    }

    /// <summary>The number of the most probable plane of each pixel, at the size of the clip (docs/network.md#evaluation-protocol).</summary>
    private void RecordLabels(PlanBuilder plan, FrameSlot slot)
    {
        using PlanBuilder.LayerScope _ = plan.Layer("labels");
        plan.Labels(state.Probabilities, slot.Labels, new Crop(geometry.Top, geometry.Left, geometry.Height, geometry.Width));
    }

    /// <summary>The image features that the rest of the frame reads.</summary>
    /// <param name="Pix">[1, h, w, V]</param>
    /// <param name="Key">[1, h, w, K], soft-maxed</param>
    /// <param name="Gate">[V]</param>
    /// <param name="Skip8">[1, 2h, 2w, V]; null where nothing is segmented</param>
    /// <param name="Skip4">[1, 4h, 4w, width8]; null where nothing is segmented</param>
    private sealed record ImageFeatures(Tensor<float> Pix, Tensor<float> Key, Tensor<float> Gate, Tensor<float>? Skip8, Tensor<float>? Skip4);
}
