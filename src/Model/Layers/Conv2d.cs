using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>
/// A convolution with bias, or with the batch normalization that follows it folded into its weights. The device decides how it is computed: on
/// GPUs by tiles in shared memory, with tensor cores where the precision asks for them; elsewhere 3x3 ones of stride 1 by Winograd's algorithm and all others over gathered patches.
/// </summary>
internal sealed class Conv2d
{
    private const float BatchNormEpsilon = 1e-5f;

    private readonly ConvolutionExtents _extents;
    private readonly IConvolutionSchedule _schedule;

    /// <summary>Packs weights [out, in, size, size] for the schedule that suits them.</summary>
    private Conv2d(WeightLoader loader, ConvolutionExtents extents, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        _extents = extents;
        if (TensorSchedule.Suits(loader, _extents)) _schedule = new TensorSchedule(loader, _extents, weight, bias);
        else if (loader.Device.Schedule == Schedule.Gpu) _schedule = new TileSchedule(loader, _extents, weight, bias);
        else if (WinogradSchedule.Suits(loader.Device, _extents)) _schedule = new WinogradSchedule(loader, _extents, weight, bias);
        else _schedule = new PatchSchedule(loader, _extents, weight, bias);
    }

    /// <summary>The channels that it gives.</summary>
    public int OutChannels => _extents.OutChannels;

    /// <summary>Loads <c>name.weight</c> [out, in, size, size] and <c>name.bias</c>.</summary>
    /// <param name="loader">The checkpoint.</param>
    /// <param name="name">The module's name.</param>
    /// <param name="secondInput">Channels that come from a second input; 0 where there is one only.</param>
    public static Conv2d Load(WeightLoader loader, string name, int secondInput = 0) =>
        new(loader, ExtentsOf(loader, name, stride: 1, secondInput), loader.ReadWeight(name + ".weight"), loader.Read(name + ".bias"));

    /// <summary>Loads a convolution without bias and the batch normalization after it (eps 1e-5), as one.</summary>
    public static Conv2d LoadNormalized(WeightLoader loader, string name, string norm, int stride)
    {
        ConvolutionExtents extents = ExtentsOf(loader, name, stride);
        Span<float> weight = loader.ReadWeight(name + ".weight");
        float[] gamma = loader.Read(norm + ".weight"), beta = loader.Read(norm + ".bias");
        float[] mean = loader.Read(norm + ".running_mean"), variance = loader.Read(norm + ".running_var");
        for (int o = 0; o < gamma.Length; o++)
        {
            double scale = gamma[o] / Math.Sqrt((double)variance[o] + BatchNormEpsilon);
            foreach (ref float w in weight.Slice(o * extents.Depth, extents.Depth)) w = (float)(w * scale);
            beta[o] = (float)(beta[o] - mean[o] * scale);
        }

        return new Conv2d(loader, extents, weight, beta);
    }

    /// <summary>Loads the linear layer <c>name.weight</c> [out, in] and <c>name.bias</c>, over the channels of each position.</summary>
    public static Conv2d LoadLinear(WeightLoader loader, string name) =>
        new(loader, LinearExtents(name, loader.ShapeOf(name + ".weight"), parts: 1), loader.ReadWeight(name + ".weight"), loader.Read(name + ".bias"));

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
            loader, LinearExtents($"{attention}.{name}", loader.ShapeOf(weight), parts), loader.ReadWeight(weight, part, parts),
            loader.Read($"{attention}.in_proj_bias", part, parts));
    }

    /// <summary>Records the convolution of <paramref name="x"/>, or of x and <paramref name="second"/> with their channels concatenated.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="x">[N, height, width, channels]</param>
    /// <param name="second">[N, height, width, channels of the second input]</param>
    /// <param name="activation">What the sums go through.</param>
    /// <param name="residual">[N or 1, outHeight, outWidth, outChannels]: added to the result; shared by all objects where it has one.</param>
    /// <param name="addAt">Where the residual is added.</param>
    /// <param name="reluInput">Whether the inputs go through a ReLU first.</param>
    /// <returns>[N, outHeight, outWidth, outChannels], in the residual's place where nothing reads that later.</returns>
    public Tensor<float> Record(
        PlanBuilder plan, Tensor<float> x, Tensor<float>? second = null, Activation activation = Activation.None, Tensor<float>? residual = null,
        Residual addAt = Residual.BeforeActivation, bool reluInput = false)
    {
        (string name, int size, int stride, int padding) = (_extents.Name, _extents.Size, _extents.Stride, _extents.Padding);
        int channelsB = second?.Shape.Channels ?? 0;
        if (x.Shape.Channels + channelsB != _extents.InChannels)
            throw new InvalidOperationException($"{name} takes {_extents.InChannels} channels and is given {x.Shape.Channels} + {channelsB}.");

        using PlanBuilder.LayerScope _ = plan.Layer(name);
        int outHeight = (x.Shape.Height + 2 * padding - size) / stride + 1, outWidth = (x.Shape.Width + 2 * padding - size) / stride + 1;
        var outShape = new Shape(x.Shape.Objects, outHeight, outWidth, OutChannels);
        Tensor<float> y = plan.Temporary(name, outShape);
        bool shared = residual is not null && residual.Shape.Objects < outShape.Objects;
        if (residual is not null && residual != x && residual != second) plan.MayReplace(y, residual);
        var epilogue = new Epilogue(activation, residual is null ? Residual.None : addAt, shared);
        _schedule.Record(plan, new ConvolutionOperands(x, second, residual, y, epilogue, reluInput));
        return y;
    }

    private static ConvolutionExtents ExtentsOf(WeightLoader loader, string name, int stride, int secondInput = 0)
    {
        ReadOnlySpan<long> shape = loader.ShapeOf(name + ".weight");
        return new ConvolutionExtents(name, (int)shape[2], stride, (int)shape[1], secondInput, (int)shape[0]);
    }

    private static ConvolutionExtents LinearExtents(string name, ReadOnlySpan<long> shape, int parts) =>
        new(name, Size: 1, Stride: 1, (int)shape[1], SecondInput: 0, (int)shape[0] / parts);
}
