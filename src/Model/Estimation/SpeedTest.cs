using System.Diagnostics;
using LiVOS.Kernels;
using LiVOS.Model.Layers;
using LiVOS.Runtime;
using LiVOS.Weights;
using LiVOS.Weights.Synthetic;

namespace LiVOS.Model.Estimation;

/// <summary>A short work of the network's kind, by which devices are compared: a 3x3 and a 1x1 convolution and a sum.</summary>
public static class SpeedTest
{
    private const int Channels = 128, Height = 60, Width = 108, Runs = 7;

    /// <summary>The shortest time of some runs, after two that are not counted.</summary>
    public static double Seconds(Device device)
    {
        using var memory = new DeviceMemory();
        using DeviceBuffer arena = device.Allocate(1);
        Plan plan = Record(device, memory);
        plan.Bind(arena);
        plan.Run();
        plan.Run(); // some devices record a plan when they see it again
        device.Wait();

        double shortest = double.PositiveInfinity;
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            plan.Run();
            device.Wait();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return shortest;
    }

    private static Plan Record(Device device, DeviceMemory memory)
    {
        using var source = new SyntheticWeights(
        [
            new TensorEntry("wide.weight", DataType.F32, [Channels, Channels, 3, 3]), new TensorEntry("wide.bias", DataType.F32, [Channels]),
            new TensorEntry("point.weight", DataType.F32, [Channels, Channels, 1, 1]), new TensorEntry("point.bias", DataType.F32, [Channels]),
        ], seed: 0);
        var loader = new WeightLoader(source, source.Tensors, device, memory);
        Tensor<float> x = device.NewTensor<float>("x", new Shape(1, Height, Width, Channels), memory);
        Tensor<float> y = device.NewTensor<float>("y", x.Shape, memory);
        x.Clear();

        var plan = new PlanBuilder(device);
        Tensor<float> wide = Conv2d.Load(loader, "wide").Record(plan, x, activation: Activation.Relu);
        Tensor<float> point = Conv2d.Load(loader, "point").Record(plan, wide);
        plan.Add(x, point, y);
        return plan.Build();
    }
}
