using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>A convolution with bias, or with the batch normalization that follows it folded into its weights.</summary>
internal sealed class Conv2d
{
    private const float BatchNormEpsilon = 1e-5f;

    private readonly ConvolutionOp _convolution;

    private Conv2d(WeightLoader loader, ConvolutionSpec spec, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) =>
        _convolution = loader.Convolutions.Create(spec, weight, bias);

    /// <summary>The channels that it gives.</summary>
    public int OutChannels => _convolution.Spec.OutChannels;

    /// <summary>Loads <c>name.weight</c> [out, in, size, size] and <c>name.bias</c>.</summary>
    /// <param name="loader">The checkpoint.</param>
    /// <param name="name">The module's name.</param>
    /// <param name="secondInput">Channels that come from a second input; 0 where there is one only.</param>
    /// <param name="stride">1 or 2.</param>
    public static Conv2d Load(WeightLoader loader, string name, int secondInput = 0, int stride = 1) =>
        new(loader, SpecOf(loader, name, stride, secondInput), loader.ReadWeight(name + ".weight"), loader.Read(name + ".bias"));

    /// <summary>Loads a convolution without bias and the batch normalization after it (eps 1e-5), as one.</summary>
    public static Conv2d LoadNormalized(WeightLoader loader, string name, string norm, int stride)
    {
        ConvolutionSpec spec = SpecOf(loader, name, stride);
        Span<float> weight = loader.ReadWeight(name + ".weight");
        float[] gamma = loader.Read(norm + ".weight"), beta = loader.Read(norm + ".bias");
        float[] mean = loader.Read(norm + ".running_mean"), variance = loader.Read(norm + ".running_var");
        for (int o = 0; o < gamma.Length; o++)
        {
            double scale = gamma[o] / Math.Sqrt((double)variance[o] + BatchNormEpsilon);
            foreach (ref float w in weight.Slice(o * spec.Depth, spec.Depth)) w = (float)(w * scale);
            beta[o] = (float)(beta[o] - mean[o] * scale);
        }

        return new Conv2d(loader, spec, weight, beta);
    }

    /// <summary>Loads the linear layer <c>name.weight</c> [out, in] and <c>name.bias</c>, over the channels of each position.</summary>
    public static Conv2d LoadLinear(WeightLoader loader, string name) =>
        new(loader, LinearSpec(name, loader.ShapeOf(name + ".weight"), parts: 1), loader.ReadWeight(name + ".weight"), loader.Read(name + ".bias"));

    /// <summary>Loads one of three linear layers that are stacked in <c>in_proj_weight</c> [3 out, in] and <c>in_proj_bias</c>.</summary>
    /// <param name="loader">The checkpoint.</param>
    /// <param name="attention">The name of the attention that they belong to.</param>
    /// <param name="name">The layer's own name: they have none in the checkpoint.</param>
    /// <param name="part">0, 1 or 2.</param>
    public static Conv2d LoadProjection(WeightLoader loader, string attention, string name, int part)
    {
        const int parts = 3;
        string weight = $"{attention}.in_proj_weight";
        return new Conv2d(
            loader, LinearSpec($"{attention}.{name}", loader.ShapeOf(weight), parts), loader.ReadWeight(weight, part, parts),
            loader.Read($"{attention}.in_proj_bias", part, parts));
    }

    /// <inheritdoc cref="ConvolutionSpec.HaloOf"/>
    public int HaloOf(int halo) => _convolution.Spec.HaloOf(halo);

    /// <inheritdoc cref="ConvolutionOp.Record"/>
    public Tensor<float> Record(
        PlanBuilder plan, Tensor<float> x, Tensor<float>? second = null, Activation activation = Activation.None, Tensor<float>? residual = null,
        Residual addAt = Residual.BeforeActivation, bool reluInput = false, bool floats = false) =>
        _convolution.Record(plan, x, second, activation, residual, addAt, reluInput, floats);

    private static ConvolutionSpec SpecOf(WeightLoader loader, string name, int stride, int secondInput = 0)
    {
        ReadOnlySpan<long> shape = loader.ShapeOf(name + ".weight");
        return new ConvolutionSpec(name, (int)shape[2], stride, (int)shape[1], secondInput, (int)shape[0]);
    }

    private static ConvolutionSpec LinearSpec(string name, ReadOnlySpan<long> shape, int parts) =>
        new(name, Size: 1, Stride: 1, (int)shape[1], SecondInput: 0, (int)shape[0] / parts);
}
