using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>Layer normalization over the channels of each position, eps 1e-5.</summary>
internal sealed class LayerNormalization(WeightLoader loader, string name)
{
    private readonly Tensor<float> _weight = loader.Upload(name + ".weight", Shape.Vector((int)loader.ShapeOf(name + ".weight")[0]));
    private readonly Tensor<float> _bias = loader.Upload(name + ".bias", Shape.Vector((int)loader.ShapeOf(name + ".bias")[0]));

    /// <summary>Records the normalization of x [N, rows, C].</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> x)
    {
        using PlanBuilder.LayerScope _ = plan.Layer(name);
        Tensor<float> y = plan.Intermediate(name, x.Shape);
        plan.AllowInPlace(y, x);
        plan.LayerNorm(x, _weight, _bias, y);
        return y;
    }
}
