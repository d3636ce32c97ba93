using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Measures a convolution on tensor cores, of a layer's own size, over memory that holds anything.</summary>
/// <param name="device">The device.</param>
internal sealed class TileTimer(Device device)
{
    private const int Runs = 4; // the first of which is not counted

    // Trials do not belong in a profile.
    private readonly Device _device = device is ProfiledDevice profiled ? profiled.Inner : device;

    /// <summary>The shortest time of some runs.</summary>
    /// <exception cref="DeviceMemoryException">The device does not have enough memory.</exception>
    public double Seconds(ConvolutionShape shape, bool fp16, BlockTile tile)
    {
        using var memory = new DeviceMemory();
        using DeviceBuffer arena = _device.Allocate(1);
        int objects = shape.OutRows / (shape.OutHeight * shape.OutWidth);
        Tensor<float> New(string name, Shape extents, bool inHalves) => _device.NewTensor<float>(name, extents, memory, inHalves);
        Tensor<float> a = New("a", new Shape(objects, shape.InHeight, shape.InWidth, shape.ChannelsA), fp16);
        Tensor<float>? b = shape.ChannelsB > 0 ? New("b", a.Shape.WithChannels(shape.ChannelsB), fp16) : null;
        Tensor<float> y = New("y", new Shape(objects, shape.OutHeight, shape.OutWidth, shape.OutChannels), fp16);
        int padded = WeightPanels.Padded(shape.OutChannels, TensorPanels.Width);
        var weights = new PackedWeights(
            New("weight", Shape.Matrix(padded, TensorPanels.Pitch(shape.Depth, fp16)), fp16), New("bias", Shape.Vector(padded), inHalves: false));

        var builder = new PlanBuilder(_device);
        TensorCoreAlgorithm.Add(builder, new ConvolutionOperands(a, b, Residual: null, y, new Epilogue(), shape.ReluInput), weights, shape, fp16, tile);
        Plan plan = builder.Build();
        plan.Bind(arena);
        var seconds = new double[plan.Launches.Length];
        double shortest = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            _device.Run(plan, seconds);
            if (run > 0) shortest = Math.Min(shortest, seconds.Sum());
        }

        return shortest;
    }
}
