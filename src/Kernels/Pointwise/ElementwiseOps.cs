using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Records sums of tensors.</summary>
internal static class ElementwiseOps
{
    private const int GpuVector = 4;

    /// <summary>Records <c>y = a + b</c>, all of one shape; y may be a or b.</summary>
    public static void Add(this PlanBuilder plan, Tensor<float> a, Tensor<float> b, Tensor<float> y)
    {
        // An item is a row for processors. For GPUs it is a vector of the whole, so that neighbouring items read neighbouring memory.
        (int items, int run) = plan.Device.Schedule == Schedule.Gpu ? Vectors(y.Shape) : (y.Shape.Rows, y.Shape.Channels);
        plan.Add(Launches.Elementwise.Add(items, a, b, y, run));
    }

    /// <summary>Items that are vectors of a whole tensor, and the numbers of each.</summary>
    internal static (int Items, int Run) Vectors(Shape shape)
    {
        int length = checked((int)shape.Length), vector = length % GpuVector == 0 ? GpuVector : 1;
        return (length / vector, vector);
    }
}
