using System.Diagnostics.CodeAnalysis;
using LiVOS.Runtime;

namespace LiVOS.Kernels;

/// <summary>Records copies.</summary>
internal static class CopyOps
{
    /// <summary>Records <c>y = x</c>, both [N, h, W, C].</summary>
    public static void CopyRows(this PlanBuilder plan, Tensor<float> x, Tensor<float> y)
    {
        // For processors an item is a position, or a row of an image of one channel: vectors lie along it. For GPUs it is a vector of the whole.
        Shape shape = x.Shape;
        (int items, int run) = plan.Device.Schedule == Schedule.Gpu ? ElementwiseOps.Vectors(shape)
            : shape.Channels > 1 ? (shape.Rows, shape.Channels) : (shape.Objects * shape.Height, shape.Width);
        plan.Add(Launches.Elementwise.Copy(items, x, y, run));
    }

    /// <summary>A tensor as memory shall hold it: itself, or a copy that is recorded.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="x">[N, h, W, C]; null for none.</param>
    /// <param name="inHalves">Whether as halves; else as floats.</param>
    [return: NotNullIfNotNull(nameof(x))]
    public static Tensor<float>? HeldAs(this PlanBuilder plan, Tensor<float>? x, bool inHalves)
    {
        if (x is null || x.InHalves == inHalves) return x;
        Tensor<float> y = plan.Intermediate(x.Name, x.Shape, inHalves);
        plan.CopyRows(x, y);
        return y;
    }
}
