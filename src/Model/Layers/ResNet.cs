using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>A ResNet up to its third stage (SPEC 2): stem at 1/4, then stages at 1/4, 1/8 and 1/16 of the frame.</summary>
internal sealed class ResNet
{
    private readonly string _name;
    private readonly Conv2d _conv1;
    private readonly ResidualBlock[] _layer1, _layer2, _layer3;

    public ResNet(WeightLoader loader, string name)
    {
        _name = name;
        _conv1 = Conv2d.LoadNormalized(loader, $"{name}.conv1", $"{name}.bn1", stride: 2);
        _layer1 = LoadStage(loader, $"{name}.layer1", stride: 1);
        _layer2 = LoadStage(loader, $"{name}.layer2", stride: 2);
        _layer3 = LoadStage(loader, $"{name}.layer3", stride: 2);
    }

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

    /// <summary>The first stage, at 1/4 of the frame.</summary>
    public Tensor<float> Layer1(PlanBuilder plan, Tensor<float> x) => RecordStage(plan, _layer1, x);

    /// <summary>The second stage, at 1/8 of the frame.</summary>
    public Tensor<float> Layer2(PlanBuilder plan, Tensor<float> x) => RecordStage(plan, _layer2, x);

    /// <summary>The third stage, at 1/16 of the frame.</summary>
    public Tensor<float> Layer3(PlanBuilder plan, Tensor<float> x) => RecordStage(plan, _layer3, x);

    private static ResidualBlock[] LoadStage(WeightLoader loader, string name, int stride)
    {
        var blocks = new List<ResidualBlock>();
        while (loader.Has($"{name}.{blocks.Count}.conv1.weight"))
            blocks.Add(new ResidualBlock(loader, $"{name}.{blocks.Count}", blocks.Count == 0 ? stride : 1));
        return [.. blocks];
    }

    private static Tensor<float> RecordStage(PlanBuilder plan, ResidualBlock[] blocks, Tensor<float> x)
    {
        foreach (ResidualBlock block in blocks) x = block.Record(plan, x);
        return x;
    }
}
