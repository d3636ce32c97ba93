using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>A block of a ResNet: basic (two 3x3 convolutions) or bottleneck (1x1, 3x3, 1x1), with its shortcut (docs/network.md#resnet).</summary>
internal sealed class ResidualBlock
{
    private readonly Conv2d[] _convolutions;
    private readonly Conv2d? _downsample;

    /// <summary>Loads the block <paramref name="name"/>, whose shortcut and one 3x3 convolution have <paramref name="stride"/>.</summary>
    public ResidualBlock(WeightLoader loader, string name, int stride)
    {
        bool bottleneck = loader.Has($"{name}.conv3.weight");
        int strided = bottleneck ? 2 : 1;
        _convolutions =
            [.. Enumerable.Range(1, bottleneck ? 3 : 2)
                .Select(i => Conv2d.LoadNormalized(loader, $"{name}.conv{i}", $"{name}.bn{i}", i == strided ? stride : 1))];
        if (loader.Has($"{name}.downsample.0.weight"))
            _downsample = Conv2d.LoadNormalized(loader, $"{name}.downsample.0", $"{name}.downsample.1", stride);
    }

    /// <summary>The channels that it gives.</summary>
    public int OutChannels => _convolutions[^1].OutChannels;

    /// <inheritdoc cref="Conv2d.HaloOf"/>
    public int HaloOf(int halo) =>
        Math.Max(_convolutions.Aggregate(halo, (rows, convolution) => convolution.HaloOf(rows)), _downsample?.HaloOf(halo) ?? halo);

    /// <summary>Records the block over x [N, H, W, C]; its result takes the shortcut's place.</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> x)
    {
        Tensor<float> y = x;
        foreach (Conv2d convolution in _convolutions[..^1]) y = convolution.Record(plan, y, activation: Activation.Relu);
        Tensor<float> shortcut = _downsample?.Record(plan, x) ?? x;
        return _convolutions[^1].Record(plan, y, activation: Activation.Relu, residual: shortcut);
    }
}
