using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Bands;

/// <summary>Records what is computed object by object.</summary>
internal static class BandRecording
{
    /// <summary>Records the objects of one tensor [n, h, w, C] after those of the other; the only one is taken as it is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">The name of all together.</param>
    /// <param name="count">How many tensors there are.</param>
    /// <param name="record">Records one of them.</param>
    public static Tensor<float> Concat(this PlanBuilder plan, string name, int count, Func<int, Tensor<float>> record)
    {
        Tensor<float> first = record(0);
        if (count == 1) return first;
        int each = first.Shape.Objects;
        Tensor<float> all = plan.Intermediate(name, first.Shape with { Objects = count * each }, first.InHalves);
        for (int n = 0; n < count; n++) plan.CopyRows(n == 0 ? first : record(n), all.Part(n * each, each));
        return all;
    }
}
