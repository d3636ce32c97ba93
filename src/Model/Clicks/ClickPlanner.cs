using LiVOS.Kernels;
using LiVOS.Model.Frames;
using LiVOS.Model.Layers;
using LiVOS.Model.Modules;
using LiVOS.Runtime;

namespace LiVOS.Model.Clicks;

/// <summary>Records the two plans of a click session: a frame's features, once, and a mask of them for each prompt.</summary>
/// <param name="network">The network.</param>
/// <param name="head">Its click head.</param>
/// <param name="geometry">The sizes; padded sides are multiples of 32.</param>
/// <param name="memory">Owns what lives from one plan to the other.</param>
internal sealed class ClickPlanner(Network network, ClickHead head, FrameGeometry geometry, DeviceMemory memory)
{
    private Tensor<float>? _shared16, _shared8, _shared4;

    /// <summary>Records the image's part of all masks. It comes first.</summary>
    /// <param name="pixels">[1, sourceHeight, sourceWidth, 3]</param>
    public Plan RecordFrame(Tensor<byte> pixels)
    {
        var plan = new PlanBuilder(network.Device) { MayMeasure = true };
        Tensor<float> padded = plan.Intermediate("padded frame", new Shape(1, geometry.PaddedHeight, geometry.PaddedWidth, 3));
        using (plan.Layer("frame"))
        {
            FramePixels frame = new FrameConversion(network.Device, memory, geometry)
                .Record(plan, pixels, () => plan.Intermediate("frame", new Shape(1, geometry.Height, geometry.Width, 3)));
            plan.PadFrame(frame, padded, geometry.Top, geometry.Left);
        }

        ResNet encoder = network.ImageEncoder;
        Tensor<float> f4 = encoder.Layer1.Record(plan, encoder.Stem(plan, padded));
        _shared4 = Keep(plan, head.RecordShared4(plan, f4));
        Tensor<float> f8 = encoder.Layer2.Record(plan, f4);
        _shared8 = Keep(plan, head.RecordShared8(plan, f8));
        _shared16 = Keep(plan, head.RecordShared16(plan, encoder.Layer3.Record(plan, f8)));
        return plan.Build();
    }

    /// <summary>Records a mask.</summary>
    /// <param name="prompts">[1, H/4, W/4, 4]</param>
    /// <param name="logits">[1, H/4, W/4, 1]: gets the object's logits.</param>
    /// <param name="labels">[1, sourceHeight, sourceWidth, 1]: gets 1 where the object is, 0 elsewhere.</param>
    public Plan RecordMask(Tensor<float> prompts, Tensor<float> logits, Tensor<byte> labels)
    {
        var plan = new PlanBuilder(network.Device) { MayMeasure = true };
        Tensor<float> own = head.Record(plan, prompts, _shared16!, _shared8!, _shared4!);
        using (plan.Layer("click_head.mask"))
        {
            (int height, int width) = (logits.Shape.Height, logits.Shape.Width);
            plan.Add(Launches.Elementwise.Copy(height, own, logits, width));
            Tensor<float> aggregated = plan.Intermediate("aggregated logits", logits.Shape with { Objects = 2 });
            plan.Add(Launches.Aggregation.AggregateLogits(logits.Shape.Positions, own, aggregated, 1, logits.Shape.Positions));
            Tensor<float> probabilities = plan.Intermediate("probabilities", new Shape(2, geometry.PaddedHeight, geometry.PaddedWidth, 1));
            plan.UpsampleSoftmax(aggregated, probabilities);
            plan.Labels(probabilities, labels, new Crop(geometry.Top, geometry.Left, geometry.Height, geometry.Width));
        }

        return plan.Build();
    }

    /// <summary>Keeps a tensor for later plans.</summary>
    private Tensor<float> Keep(PlanBuilder plan, Tensor<float> x)
    {
        Tensor<float> kept = network.Device.NewTensor<float>(x.Name, x.Shape, memory, x.InHalves);
        using PlanBuilder.LayerScope _ = plan.Layer("click_head.features");
        plan.Add(Launches.Elementwise.Copy(x.Shape.Rows, x, kept, x.Shape.Channels));
        return kept;
    }
}
