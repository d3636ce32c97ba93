using LiVOS.Model.Bands;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Modules;

/// <summary>Encodes an object's (soft) mask in its frame (docs/network.md#mask-encoder): the value that the state learns, and the sensory
/// memory's deep update.</summary>
internal sealed class MaskEncoder(WeightLoader loader, int dimension)
{
    private const int Stride = 16;

    private readonly ResNet _network = new(loader, "mask_encoder");
    private readonly FeatureFuser _fuser = new(loader, "mask_encoder.fuser");
    private readonly SensoryRecurrence _sensoryUpdater = new(loader, "mask_encoder.sensory_updater", "mask_encoder.1", dimension);

    /// <summary>Records the value [N, h, w, V] and updates <paramref name="sensory"/> [N, h, w, V] in place. The stem takes one object after the
    /// other: at half the frame's size it has a frame's largest tensors.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="objects">N</param>
    /// <param name="bands">What the stem runs in.</param>
    /// <param name="maskedFrame">Records the rows of a band of object n's [1, H, W, 5]: normalized RGB, the object's mask, the other objects' masks</param>
    /// <param name="pix">[1, h, w, V]</param>
    /// <param name="sensory">[N, h, w, V]</param>
    public Tensor<float> Record(
        PlanBuilder plan, int objects, RowBands bands, Func<int, RowBand, Tensor<float>> maskedFrame, Tensor<float> pix, Tensor<float> sensory)
    {
        (int height, int width) = (pix.Shape.Height * Stride, pix.Shape.Width * Stride);
        Tensor<float> x = bands.IsWhole
            ? _network.Stem(plan, objects, n => maskedFrame(n, new RowBand(0, height)))
            : bands.Assemble(
                plan, "mask_encoder.maxpool", new Shape(objects, height / 4, width / 4, _network.StemChannels),
                (n, band) => _network.StemRows(plan, band, height / 4, rows => maskedFrame(n, rows)));
        x = _network.Layer3.Record(plan, _network.Layer2.Record(plan, _network.Layer1.Record(plan, x)));
        Tensor<float> value = _fuser.Record(plan, pix, x);
        plan.Capture("mask_encoder.fuser", value);
        plan.Capture("mask_encoder.0", value);
        _sensoryUpdater.Record(plan, value, sensory);
        return value;
    }
}
