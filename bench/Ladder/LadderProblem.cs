using LiVOS.Kernels;
using LiVOS.Runtime;
using LiVOS.Runtime.Language;
using NetworkLaunches = LiVOS.Kernels.Launches;

namespace LiVOS.Bench.Ladder;

/// <summary>The ladder's convolution on a device: its numbers, and every step that computes it.</summary>
internal sealed class LadderProblem
{
    private const int Size = 3;

    private readonly Device _device;
    private readonly DeviceMemory _memory;
    private readonly int _height, _width, _channels, _lanes;
    private readonly ConvolutionShape _shape;
    private readonly Tensor<float> _x, _bordered, _weight, _panels, _filters, _widePanels, _noBias;

    /// <summary>Makes up the numbers.</summary>
    public LadderProblem(Device device, DeviceMemory memory, int height, int width, int channels)
    {
        (_device, _memory, _height, _width, _channels) = (device, memory, height, width, channels);
        _lanes = Launch.WidthFor(device.VectorWidth, channels / 2);
        _shape = new ConvolutionShape(height, width, channels, 0, Size, 1, 1, height, width, channels, height * width, false);
        var random = new Random(1);
        float[] x = Numbers(random, height * width * channels), weight = Numbers(random, channels * channels * Size * Size);
        _x = Upload("x", new Shape(1, height, width, channels), x);
        _bordered = Upload("x with a border", new Shape(1, height + 2, width + 2, channels), Bordered(x));
        _weight = Upload("weight", new Shape(channels, Size, Size, channels), ChannelsLast(weight));
        _panels = Upload("panels", new Shape(channels / _lanes, Size, Size, channels * _lanes), Packed(weight, _lanes));
        _filters = Upload("filters", new Shape(channels / _lanes, channels, Size, Size * _lanes), Packed(weight, _lanes, PanelOrder.Filters));
        _widePanels = Upload("wide panels", Shape.Vector(WeightPanels.TiledLength(channels, _shape.Depth)), PackedForTiles(weight));
        _noBias = Upload("bias", Shape.Vector(channels), new float[channels]);
    }

    /// <summary>The multiply-adds of the definition, counted 2 each.</summary>
    public long Operations => _shape.Operations;

    /// <summary>The steps, from the definition on.</summary>
    public IEnumerable<LadderStep> Steps()
    {
        int numbers = _height * _width * _channels;
        yield return Step("one number", y => [Launches.ConvolutionLadder.OneNumber(numbers, _bordered, _weight, y, _width, _channels, _channels)]);
        yield return Step(
            "one vector", y => [Launches.ConvolutionLadder.OneVector(numbers / _lanes, _lanes, _bordered, _panels, y, _width, _channels, _channels)]);
        int tiles = numbers / (ConvolutionLadder.TilePositions * 2 * _lanes);
        yield return Step(
            "a tile of registers", y => [Launches.ConvolutionLadder.RegisterTile(tiles, _lanes, _bordered, _panels, y, _height, _width, _channels, _channels)]);
        if (_device.Schedule == Schedule.Gpu)
        {
            yield return Step("tiles in shared memory", y => [Tiles(y)]);
            yield break;
        }

        yield return Step("gathered patches", y => [Patches(y)]);
        yield return Step("Winograd", ByWinograd);
    }

    private LadderStep Step(string name, Func<Tensor<float>, IReadOnlyList<Launch>> launches)
    {
        Tensor<float> y = _device.NewTensor<float>(name, new Shape(1, _height, _width, _channels), _memory);
        return new LadderStep(name, y, launches(y));
    }

    private Launch Patches(Tensor<float> y)
    {
        int blockRows = ConvolutionHeuristics.BlockRows(_shape.OutRows, _shape.Depth, _channels, _lanes, _device.Parallelism, _device.SharedElements);
        return NetworkLaunches.Im2colConvolution.Convolve(
            Im2colAlgorithm.Grid(_lanes, _shape, blockRows), _lanes, _x, null, _panels, _noBias, null, y, _shape, blockRows,
            ConvolutionHeuristics.RowsFirst(_shape.Depth, _channels), ConvolutionHeuristics.Streams(y.Shape.Length), new Epilogue());
    }

    private Launch Tiles(Tensor<float> y) => NetworkLaunches.TiledConvolution.ConvolveLargeTiles(
        TiledAlgorithm.Grid(TiledConvolution.LargeTile, _shape), TiledConvolution.VectorizedExtent(_channels, 0), _x, null, _widePanels, _noBias, null, y,
        _shape,
        new Epilogue());

    private IReadOnlyList<Launch> ByWinograd(Tensor<float> y)
    {
        WinogradShape shape = ConvolutionHeuristics.ForWinograd(1, _height, _width, _channels, 0, _channels, false, _lanes, _device);
        Tensor<float> filters = _device.NewTensor<float>("filters", WinogradAlgorithm.FiltersShape(shape, _lanes), _memory);
        return
        [
            NetworkLaunches.Winograd.TransformFilters(
                WinogradAlgorithm.FilterGrid(shape, _lanes), _lanes, _filters, filters, 0, _channels,
                ConvolutionHeuristics.Streams(filters.Shape.Length)),
            NetworkLaunches.Winograd.Convolve3x3(
                WinogradAlgorithm.Grid(shape, _lanes), _lanes, _x, null, filters, _noBias, null, y, shape, new Epilogue()),
        ];
    }

    private Tensor<float> Upload(string name, Shape shape, float[] values)
    {
        Tensor<float> tensor = _device.NewTensor<float>(name, shape, _memory);
        tensor.Write(values);
        return tensor;
    }

    private static float[] Numbers(Random random, int count)
    {
        var numbers = new float[count];
        foreach (ref float number in numbers.AsSpan()) number = random.NextSingle() - 0.5f;
        return numbers;
    }

    private float[] Bordered(float[] x)
    {
        int row = _width * _channels, borderedRow = (_width + 2) * _channels;
        var bordered = new float[(_height + 2) * borderedRow];
        for (int i = 0; i < _height; i++) x.AsSpan(i * row, row).CopyTo(bordered.AsSpan((i + 1) * borderedRow + _channels));
        return bordered;
    }

    /// <summary>From PyTorch's [out, in, 3, 3] to [out, 3, 3, in].</summary>
    private float[] ChannelsLast(float[] weight)
    {
        var result = new float[weight.Length];
        for (int o = 0; o < _channels; o++)
            for (int c = 0; c < _channels; c++)
                for (int k = 0; k < Size * Size; k++)
                    result[(o * Size * Size + k) * _channels + c] = weight[(o * _channels + c) * Size * Size + k];
        return result;
    }

    private float[] PackedForTiles(float[] weight)
    {
        float[] packed = Packed(weight, TiledConvolution.Panel); // whole K-tiles, as channels are a multiple of a panel
        Array.Resize(ref packed, WeightPanels.TiledLength(_channels, _shape.Depth));
        return packed;
    }

    private float[] Packed(float[] weight, int width, PanelOrder order = PanelOrder.Positions)
    {
        int row = _shape.Depth * width;
        var packed = new float[weight.Length];
        for (int panel = 0; panel < _channels / width; panel++)
            WeightPanels.Pack(weight, _channels, Size * Size, panel, width, order, packed.AsSpan(panel * row, row));
        return packed;
    }
}
