using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>
/// One doubling of the decoder (docs/network.md#mask-decoder): <c>s = bilinear x2 of x + skip</c>, then <c>linear_proj(s) +
/// gelu(conv2(gelu(conv1(s))))</c>;
/// linear_proj is absent where the widths agree.
/// </summary>
internal sealed class UpsampleBlock(WeightLoader loader, string name)
{
    private readonly Conv2d _conv1 = Conv2d.Load(loader, $"{name}.conv1");
    private readonly Conv2d _conv2 = Conv2d.Load(loader, $"{name}.conv2");
    private readonly Conv2d? _linearProj = loader.Has($"{name}.linear_proj.weight") ? Conv2d.Load(loader, $"{name}.linear_proj") : null;

    /// <summary>The channels that it gives.</summary>
    public int OutChannels => _conv2.OutChannels;

    /// <summary>As <see cref="Conv2d.HaloOf"/>; an upsampled row reads one more.</summary>
    public int HaloOf(int halo) => _conv2.HaloOf(_conv1.HaloOf(2 * halo + 1));

    /// <summary>Records the block: x [N, h, w, C] and skip [1, 2h, 2w, C] to [N, 2h, 2w, out].</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> x, Tensor<float> skip)
    {
        Tensor<float> s = plan.Intermediate($"{name}.s", skip.Shape with { Objects = x.Shape.Objects }, skip.InHalves);
        using (plan.Layer(name))
        {
            x = plan.HeldAs(x, skip.InHalves);
            plan.AllowInPlace(s, skip);
            RowCut cut = RowCut.For(plan, s.Shape with { Width = x.Shape.Width });
            plan.Add(Launches.Bilinear.UpsampleAdd(cut.Items, x, skip, s, x.Shape.Height, x.Shape.Width, s.Shape.Channels, cut.Run, cut.Slice));
        }

        Tensor<float> straight = _linearProj?.Record(plan, s) ?? s;
        Tensor<float> y = _conv1.Record(plan, s, activation: Activation.Gelu);
        return _conv2.Record(plan, y, activation: Activation.Gelu, residual: straight, addAt: Residual.AfterActivation);
    }
}
