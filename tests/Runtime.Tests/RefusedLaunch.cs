using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.Tests;

/// <summary>A launch of a method that the kernel compiler refuses, as a compiler that is less strict would write it.</summary>
public sealed class RefusedLaunch(string kernel, LaunchShape shape, Action<int> run, Tensor output) : Launch(kernel, shape, vectorizedExtent: 0, output)
{
    public override void Run(int width, int from, int to)
    {
        for (int group = from; group < to; group++)
        {
            if (!OverItems) BeginGroup(group);
            run(group);
        }
    }

    /// <summary>A launch of <see cref="FaultyKernels.OddArrays"/>.</summary>
    public static Launch OddArrays(LaunchShape grid, Tensor<float> y) =>
        new RefusedLaunch("FaultyKernels.OddArrays", grid, _ => FaultyKernels.OddArrays(y.View), y);

    /// <summary>A launch of <see cref="FaultyKernels.BarrierOverItems"/>.</summary>
    public static Launch BarrierOverItems(int items, Tensor<float> y) => new RefusedLaunch(
        "FaultyKernels.BarrierOverItems", LaunchShape.Tiles(items), item => FaultyKernels.BarrierOverItems(new Index1D(item), y.View), y)
    { OverItems = true };
}
