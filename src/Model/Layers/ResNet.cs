using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>A ResNet up to its third stage (SPEC 2): stem at 1/4, then stages at 1/4, 1/8 and 1/16 of the frame.</summary>
internal sealed class ResNet
{
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

    /// <summary>The first stage, at 1/4 of the frame.</summary>
    public ResNetStage Layer1 { get; }

    /// <summary>The second stage, at 1/8 of the frame.</summary>
    public ResNetStage Layer2 { get; }

    /// <summary>The third stage, at 1/16 of the frame.</summary>
    public ResNetStage Layer3 { get; }

    /// <summary>7x7 convolution of stride 2, then 3x3 max pool of stride 2: [N, H, W, in] to [N, H/4, W/4, stem].</summary>
    public Tensor<float> Stem(PlanBuilder plan, Tensor<float> x)
    {
        Tensor<float> y = _conv1.Record(plan, x, activation: Activation.Relu);
        using PlanBuilder.LayerScope _ = plan.Layer($"{_name}.maxpool");
        var shape = new Shape(y.Shape.Objects, (y.Shape.Height + 1) / 2, (y.Shape.Width + 1) / 2, y.Shape.Channels);
        Tensor<float> pooled = plan.Temporary($"{_name}.maxpool", shape);
        plan.Add(Launches.MaxPool(shape.Objects * shape.Height, shape.Channels, y, pooled, y.Shape.Height, y.Shape.Width, shape.Channels));
        return pooled;
    }
}
