using System.Numerics;
using LiVOS.Kernels;
using LiVOS.Model.Weights;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;

namespace LiVOS.Model.Layers;

/// <summary>
/// A convolution with bias, or with the batch normalization that follows it folded into its weights. 3x3 ones of stride 1 are computed by
/// <see cref="Winograd"/>, all others by <see cref="Convolution"/>.
/// </summary>
internal sealed class Conv2d
{
    private const float BatchNormEpsilon = 1e-5f;

    private readonly string _name;
    private readonly int _size, _stride, _padding, _inChannels;
    private readonly int _winogradDivisor; // what the vector's width divides in Winograd's schedule; 0 where that is not taken
    private readonly Tensor<float> _weight, _bias;

    /// <summary>Packs weights [out, in, size, size] for the schedule that suits them.</summary>
    private Conv2d(WeightLoader loader, string name, int stride, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int size, int secondInput)
    {
        (_name, _size, _stride, _padding, OutChannels) = (name, size, stride, size / 2, bias.Length);
        _inChannels = weight.Length / OutChannels / (size * size);

        int divisor = GreatestDivisor(GreatestDivisor(_inChannels - secondInput, secondInput), OutChannels);
        int width = Launch.WidthFor(loader.Device.VectorWidth, divisor);
        bool winograd = size == 3 && stride == 1 && width > 1;
        _winogradDivisor = winograd ? divisor : 0;
        if (!winograd) width = loader.Device.VectorWidth;

        int panels = WeightPanels.Count(OutChannels, width), row = weight.Length / OutChannels * width;
        _weight = loader.Reserve(name, Shape.Matrix(panels, row));
        var packed = new float[row];
        for (int panel = 0; panel < panels; panel++)
        {
            WeightPanels.Pack(weight, OutChannels, size * size, panel, width, packed);
            _weight.Write((long)panel * row, packed);
        }

        _bias = loader.Reserve(name + ".bias", Shape.Vector(panels * width));
        _bias.Clear();
        _bias.Write(0, bias);
    }

    /// <summary>The channels that it gives.</summary>
    public int OutChannels { get; }

    /// <summary>Loads <c>name.weight</c> [out, in, size, size] and <c>name.bias</c>.</summary>
    /// <param name="loader">The checkpoint.</param>
    /// <param name="name">The module's name.</param>
    /// <param name="secondInput">Channels that come from a second input; 0 where there is one only.</param>
    public static Conv2d Load(WeightLoader loader, string name, int secondInput = 0) =>
        new(loader, name, 1, loader.ReadWeight(name + ".weight"), loader.Read(name + ".bias"), (int)loader.ShapeOf(name + ".weight")[2], secondInput);

    /// <summary>Loads a convolution without bias and the batch normalization after it (eps 1e-5), as one.</summary>
    public static Conv2d LoadNormalized(WeightLoader loader, string name, string norm, int stride)
    {
        Span<float> weight = loader.ReadWeight(name + ".weight");
        float[] gamma = loader.Read(norm + ".weight"), beta = loader.Read(norm + ".bias");
        float[] mean = loader.Read(norm + ".running_mean"), variance = loader.Read(norm + ".running_var");
        int perChannel = weight.Length / gamma.Length;
        for (int o = 0; o < gamma.Length; o++)
        {
            double scale = gamma[o] / Math.Sqrt((double)variance[o] + BatchNormEpsilon);
            foreach (ref float w in weight.Slice(o * perChannel, perChannel)) w = (float)(w * scale);
            beta[o] = (float)(beta[o] - mean[o] * scale);
        }

        return new Conv2d(loader, name, stride, weight, beta, (int)loader.ShapeOf(name + ".weight")[2], 0);
    }

    /// <summary>Loads the linear layer <c>name.weight</c> [out, in] and <c>name.bias</c>, over the channels of each position.</summary>
    public static Conv2d LoadLinear(WeightLoader loader, string name) =>
        new(loader, name, 1, loader.ReadWeight(name + ".weight"), loader.Read(name + ".bias"), 1, 0);

    /// <summary>Loads one of three linear layers that are stacked in <c>in_proj_weight</c> [3 out, in] and <c>in_proj_bias</c>.</summary>
    /// <param name="loader">The checkpoint.</param>
    /// <param name="attention">The name of the attention that they belong to.</param>
    /// <param name="name">The layer's own name: they have none in the checkpoint.</param>
    /// <param name="part">0, 1 or 2.</param>
    public static Conv2d LoadProjection(WeightLoader loader, string attention, string name, int part)
    {
        Span<float> weight = loader.ReadWeight($"{attention}.in_proj_weight");
        float[] bias = loader.Read($"{attention}.in_proj_bias");
        (int numbers, int rows) = (weight.Length / 3, bias.Length / 3);
        return new Conv2d(loader, $"{attention}.{name}", 1, weight.Slice(part * numbers, numbers), bias.AsSpan(part * rows, rows), 1, 0);
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
        int channelsB = second?.Shape.Channels ?? 0;
        if (x.Shape.Channels + channelsB != _inChannels)
            throw new InvalidOperationException($"{_name} takes {_inChannels} channels and is given {x.Shape.Channels} + {channelsB}.");

        using PlanBuilder.LayerScope _ = plan.Layer(_name);
        int outHeight = (x.Shape.Height + 2 * _padding - _size) / _stride + 1, outWidth = (x.Shape.Width + 2 * _padding - _size) / _stride + 1;
        var outShape = new Shape(x.Shape.Objects, outHeight, outWidth, OutChannels);
        Tensor<float> y = plan.Temporary(_name, outShape);
        bool shared = residual is not null && residual.Shape.Objects < outShape.Objects;
        if (residual is not null && residual != x && residual != second) plan.MayReplace(y, residual);
        var epilogue = new Epilogue(activation, residual is null ? Residual.None : addAt, shared);

        if (_winogradDivisor > 0) RecordWinograd(plan, x, second, channelsB, residual ?? y, y, epilogue, reluInput);
        else plan.Add(PatchLaunch(plan.Device, x, second, channelsB, residual ?? y, y, epilogue, reluInput));
        return y;
    }

    private Launch PatchLaunch(
        Device device, Tensor<float> x, Tensor<float>? second, int channelsB, Tensor<float> residual, Tensor<float> y, Epilogue epilogue, bool reluInput)
    {
        int depth = _size * _size * _inChannels;
        var shape = new ConvolutionShape(
            x.Shape.Height, x.Shape.Width, x.Shape.Channels, channelsB, _size, _stride, _padding, y.Shape.Height, y.Shape.Width, OutChannels, y.Shape.Rows,
            ConvolutionSchedule.BlockRows(y.Shape.Rows, depth, device.Parallelism), ConvolutionSchedule.RowsFirst(depth, OutChannels), reluInput);
        var grid = LaunchShape.Tiles((shape.OutRows + shape.BlockRows - 1) / shape.BlockRows, dynamicShared: shape.Scratch(device.VectorWidth));
        return Launches.Convolve(grid, device.VectorWidth, x, second ?? x, _weight, _bias, residual, y, shape, epilogue, shape.Operations);
    }

    private void RecordWinograd(
        PlanBuilder plan, Tensor<float> x, Tensor<float>? second, int channelsB, Tensor<float> residual, Tensor<float> y, Epilogue epilogue, bool reluInput)
    {
        Device device = plan.Device;
        int width = Launch.WidthFor(device.VectorWidth, _winogradDivisor);
        int part = ConvolutionSchedule.PartChannels(_inChannels, OutChannels);
        var shape = new WinogradShape(
            x.Shape.Height, x.Shape.Width, x.Shape.Channels, channelsB, OutChannels, 0, part, 0, 0, ConvolutionSchedule.ChunkChannels(OutChannels), reluInput);
        int tiles = x.Shape.Objects * shape.TilesPerObject;
        shape = shape with { Tiles = tiles, BlockTiles = ConvolutionSchedule.BlockTiles(tiles, _inChannels, OutChannels, device.Parallelism) };
        var grid = LaunchShape.Tiles((tiles + shape.BlockTiles - 1) / shape.BlockTiles, dynamicShared: shape.Scratch(width));
        int filterBlocks = (_inChannels + Winograd.FilterBlock - 1) / Winograd.FilterBlock;

        for (int first = 0; first < OutChannels; first += part)
        {
            shape = shape with { FirstChannel = first, PartChannels = Math.Min(part, OutChannels - first) };
            int panels = shape.PartChannels / width;
            Tensor<float> filters = plan.Temporary($"{_name}.transformed", new Shape(Winograd.Points, 1, panels * _inChannels + 1, width));
            plan.Add(Launches.TransformFilters(
                LaunchShape.Tiles(panels, filterBlocks, dynamicShared: Winograd.FilterScratch(width)), _winogradDivisor, _weight, filters, first / width, _inChannels));
            plan.Add(Launches.Convolve3x3(
                grid, _winogradDivisor, x, second ?? x, filters, _bias, residual, y, shape, epilogue, 2L * 9 * _inChannels * shape.PartChannels * y.Shape.Rows));
        }
    }

    private static int GreatestDivisor(int a, int b) => (int)BigInteger.GreatestCommonDivisor(a, b);
}
