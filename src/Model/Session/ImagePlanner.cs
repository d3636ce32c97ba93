using LiVOS.Kernels;
using LiVOS.Model.Bands;
using LiVOS.Model.Frames;
using LiVOS.Model.Layers;
using LiVOS.Runtime;

namespace LiVOS.Model.Session;

/// <summary>Records the image encoder, and what reads its features first (docs/network.md#image-features).</summary>
/// <param name="network">The network.</param>
/// <param name="geometry">The sizes.</param>
/// <param name="bands">What the first two stages run in.</param>
internal sealed class ImagePlanner(Network network, FrameGeometry geometry, RowBands bands)
{
    private readonly ResNet _encoder = network.ImageEncoder;
    private FramePixels _frame; // [1, height, width, 3]
    private Func<RowBand, Tensor<float>>? _skip8; // rows of it, of the frame that is being recorded, where it runs in bands
    private readonly int _height4 = geometry.PaddedHeight / 4, _height8 = geometry.PaddedHeight / 8, _height16 = geometry.PaddedHeight / 16;

    /// <summary>Records the image's features, its key and its gate.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="frame">[1, height, width, 3]</param>
    /// <param name="segments">Whether the decoder will run.</param>
    public ImageFeatures Record(PlanBuilder plan, FramePixels frame, bool segments)
    {
        _frame = frame;
        (Tensor<float> f16, Tensor<float>? skip8, Tensor<float>? skip4) = bands.IsWhole ? RecordWhole(plan, segments) : RecordBands(plan, segments);
        f16 = _encoder.Layer3.RecordRest(plan, f16);
        plan.Capture("image_encoder.0", f16);

        Tensor<float> pix = network.PixProjector.Record(plan, f16);
        plan.Capture("pix_projector", pix);
        return new ImageFeatures(pix, network.KeyProjector.Record(plan, f16), network.GateProjector.Record(plan, f16), skip8, skip4);
    }

    /// <summary>The rows of a band of what the first upsampling adds: [1, rows, W/8, V].</summary>
    public Tensor<float> Skip8(RowBand band) => _skip8!(band);

    /// <summary>Records the rows of a band of what the second upsampling adds: [1, rows, W/4, width8].</summary>
    public Tensor<float> RecordSkip4(PlanBuilder plan, RowBand band) => network.MaskDecoder.RecordSkip4(plan, RecordStage1(plan, band));

    /// <summary>What the decoder wants of f4 and f8 is taken as soon as the next stage's first block, the most voluminous one, is done with them.</summary>
    private (Tensor<float> F16, Tensor<float>? Skip8, Tensor<float>? Skip4) RecordWhole(PlanBuilder plan, bool segments)
    {
        Tensor<float> f4 = _encoder.Layer1.Record(plan, _encoder.Stem(plan, RecordFrame(plan, new RowBand(0, geometry.PaddedHeight))));
        plan.Capture("image_encoder.2", f4);
        Tensor<float> f8 = _encoder.Layer2.RecordFirst(plan, f4);
        Tensor<float>? skip4 = segments ? network.MaskDecoder.RecordSkip4(plan, f4) : null;
        (Tensor<float> f16, Tensor<float>? skip8) = RecordRestOfStage2(plan, f8, segments);
        return (f16, skip8, skip4);
    }

    /// <summary>From the second stage's first block to the third's, over the whole image.</summary>
    private (Tensor<float> F16, Tensor<float>? Skip8) RecordRestOfStage2(PlanBuilder plan, Tensor<float> f8, bool segments)
    {
        f8 = _encoder.Layer2.RecordRest(plan, f8);
        plan.Capture("image_encoder.1", f8);
        Tensor<float> f16 = _encoder.Layer3.RecordFirst(plan, f8);
        return (f16, segments ? network.MaskDecoder.RecordSkip8(plan, f8) : null);
    }

    /// <summary>The first two stages in bands. f4, the largest, is not kept at all: the decoder records it again
    /// (<see cref="RecordSkip4"/>).</summary>
    private (Tensor<float> F16, Tensor<float>? Skip8, Tensor<float>? Skip4) RecordBands(PlanBuilder plan, bool segments)
    {
        int most = bands.Of(_height16).Max(band => AroundStage2(Around8(band)).Rows);
        return 2 * most > _height8 ? RecordStage1InBands(plan, segments) : RecordBothInBands(plan, segments);
    }

    /// <summary>The first stage alone in bands: of a small image, bands of the second are halos for the most part.</summary>
    private (Tensor<float> F16, Tensor<float>? Skip8, Tensor<float>? Skip4) RecordStage1InBands(PlanBuilder plan, bool segments)
    {
        var shape = new Shape(1, _height8, geometry.PaddedWidth / 8, _encoder.Layer2.OutChannels);
        Tensor<float> f8 = bands.Assemble(plan, "image_encoder.layer2.0", shape, (_, band) => RecordFirstOfStage2(plan, band));
        (Tensor<float> f16, Tensor<float>? skip8) = RecordRestOfStage2(plan, f8, segments);
        _skip8 = band => band.Of(skip8!);
        return (f16, null, null);
    }

    /// <summary>Both stages in bands. What lies between them, and what they give, is kept in pieces.</summary>
    private (Tensor<float> F16, Tensor<float>? Skip8, Tensor<float>? Skip4) RecordBothInBands(PlanBuilder plan, bool segments)
    {
        RowPieces between = new(), f16 = new(), skip8 = new();
        foreach (RowBand band in bands.Of(_height8)) between.Add(plan, band, RecordFirstOfStage2(plan, band));

        _skip8 = band => skip8.Join(plan, band);
        foreach (RowBand band in bands.Of(_height16))
        {
            RowBand around8 = Around8(band);
            Tensor<float> f8 = RecordStage2(plan, around8, between);
            f16.Add(plan, band, band.Of(_encoder.Layer3.RecordFirst(plan, f8), around8.Over(2)));
            RowBand band8 = band.Times(2);
            if (segments) skip8.Add(plan, band8, network.MaskDecoder.RecordSkip8(plan, band8.Of(f8, around8)));
        }

        return (f16.Join(plan, new RowBand(0, _height16)), null, null);
    }

    /// <summary>The rows of f8 that a band at 1/16 takes.</summary>
    private RowBand Around8(RowBand band16) => band16.Widened(_encoder.Layer3.HaloOfFirst(0), _height16).Times(2);

    /// <summary>The rows before the second stage's later blocks that a band of f8 takes.</summary>
    private RowBand AroundStage2(RowBand band8) => band8.Widened(_encoder.Layer2.HaloOfRest(0), _height8);

    /// <summary>f4's rows of a band: [1, rows, W/4, C4].</summary>
    private Tensor<float> RecordStage1(PlanBuilder plan, RowBand band)
    {
        RowBand around = band.Widened(_encoder.Layer1.HaloOf(0), _height4);
        Tensor<float> stem = _encoder.StemRows(plan, around, _height4, rows => RecordFrame(plan, rows));
        return band.Of(_encoder.Layer1.Record(plan, stem), around);
    }

    /// <summary>The rows of a band of the second stage's first block: [1, rows, W/8, C8].</summary>
    private Tensor<float> RecordFirstOfStage2(PlanBuilder plan, RowBand band)
    {
        RowBand around = band.Widened(_encoder.Layer2.HaloOfFirst(0), _height8);
        return band.Of(_encoder.Layer2.RecordFirst(plan, RecordStage1(plan, around.Times(2))), around);
    }

    /// <summary>f8's rows of a band: [1, rows, W/8, C8].</summary>
    private Tensor<float> RecordStage2(PlanBuilder plan, RowBand band, RowPieces first)
    {
        RowBand around = AroundStage2(band);
        return band.Of(_encoder.Layer2.RecordRest(plan, first.Join(plan, around)), around);
    }

    /// <summary>The rows of a band of the padded frame: [1, rows, W, 3].</summary>
    private Tensor<float> RecordFrame(PlanBuilder plan, RowBand band)
    {
        Tensor<float> padded = plan.Intermediate("padded frame", new Shape(1, band.Rows, geometry.PaddedWidth, 3));
        using PlanBuilder.LayerScope _ = plan.Layer("frame");
        plan.PadFrame(_frame, padded, geometry.Top, geometry.Left, band.From);
        return padded;
    }
}
