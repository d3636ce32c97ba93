using LiVOS.Kernels;
using LiVOS.Model.Bands;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>A ResNet up to its third stage (docs/network.md#resnet): stem at 1/4, then stages at 1/4, 1/8 and 1/16 of the frame.</summary>
internal sealed class ResNet
{
    private const int Stride = 4; // of the stem

    private readonly string _name;
    private readonly Conv2d _conv1;

    public ResNet(WeightLoader loader, string name)
    {
        _name = name;
        _conv1 = Conv2d.LoadNormalized(loader, $"{name}.conv1", $"{name}.bn1", stride: 2);
        Layer1 = new ResNetStage(loader, $"{name}.layer1", stride: 1);
        Layer2 = new ResNetStage(loader, $"{name}.layer2", stride: 2);
        Layer3 = new ResNetStage(loader, $"{name}.layer3", stride: 2);
    }

    /// <summary>The channels of the stem.</summary>
    public int StemChannels => _conv1.OutChannels;

    /// <summary>The first stage, at 1/4 of the frame.</summary>
    public ResNetStage Layer1 { get; }

    /// <summary>The second stage, at 1/8 of the frame.</summary>
    public ResNetStage Layer2 { get; }

    /// <summary>The third stage, at 1/16 of the frame.</summary>
    public ResNetStage Layer3 { get; }

    /// <summary>7x7 convolution of stride 2, then 3x3 max pool of stride 2: [1, H, W, in] to [1, H/4, W/4, stem].</summary>
    public Tensor<float> Stem(PlanBuilder plan, Tensor<float> x) => Stem(plan, 1, _ => x);

    /// <summary>The stem over one object after the other: N of [1, H, W, in] to [N, H/4, W/4, stem].</summary>
    public Tensor<float> Stem(PlanBuilder plan, int objects, Func<int, Tensor<float>> input)
    {
        Tensor<float>? pooled = null;
        for (int n = 0; n < objects; n++)
        {
            Tensor<float> y = _conv1.Record(plan, input(n), activation: Activation.Relu);
            using PlanBuilder.LayerScope _ = plan.Layer($"{_name}.maxpool");
            (int height, int width, int channels) = ((y.Shape.Height + 1) / 2, (y.Shape.Width + 1) / 2, y.Shape.Channels);
            pooled ??= plan.Intermediate($"{_name}.maxpool", new Shape(objects, height, width, channels), y.InHalves);
            RowCut cut = RowCut.For(plan, pooled.Shape with { Objects = 1 });
            plan.Add(Launches.MaxPooling.MaxPool(cut.Items, y, pooled.Part(n, 1), y.Shape.Height, y.Shape.Width, channels, cut.Run, cut.Slice));
        }

        return pooled!;
    }

    /// <summary>The stem's rows of a band.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="band">The band, at 1/4 of the frame.</param>
    /// <param name="height">Rows of the whole at 1/4.</param>
    /// <param name="frame">Records the rows of a band of the frame: [1, rows, W, in].</param>
    public Tensor<float> StemRows(PlanBuilder plan, RowBand band, int height, Func<RowBand, Tensor<float>> frame)
    {
        RowBand around = band.Widened(HaloOfPool(_conv1.HaloOf(0)), height);
        return band.Of(Stem(plan, frame(around.Times(Stride))), around);
    }

    private static int HaloOfPool(int halo) => (halo + 2) / 2;
}
