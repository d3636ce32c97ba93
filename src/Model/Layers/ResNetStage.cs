using LiVOS.Runtime;

namespace LiVOS.Model.Layers;

/// <summary>One stage of a ResNet: residual blocks, of which the first may carry a stride.</summary>
internal sealed class ResNetStage
{
    private readonly List<ResidualBlock> _blocks = [];

    public ResNetStage(WeightLoader loader, string name, int stride)
    {
        while (loader.Has($"{name}.{_blocks.Count}.conv1.weight"))
            _blocks.Add(new ResidualBlock(loader, $"{name}.{_blocks.Count}", _blocks.Count == 0 ? stride : 1));
    }

    /// <summary>The channels that it gives.</summary>
    public int OutChannels => _blocks[0].OutChannels;

    /// <inheritdoc cref="Conv2d.HaloOf"/>
    public int HaloOf(int halo) => HaloOfRest(HaloOfFirst(halo));

    /// <summary>As <see cref="Conv2d.HaloOf"/>, of the first block only.</summary>
    public int HaloOfFirst(int halo) => _blocks[0].HaloOf(halo);

    /// <summary>Likewise, of the blocks after the first.</summary>
    public int HaloOfRest(int halo) => _blocks.Skip(1).Aggregate(halo, (rows, block) => block.HaloOf(rows));

    /// <summary>Records the whole stage.</summary>
    public Tensor<float> Record(PlanBuilder plan, Tensor<float> x) => RecordRest(plan, RecordFirst(plan, x));

    /// <summary>Records the first block only: after it, nothing of the stage reads x.</summary>
    public Tensor<float> RecordFirst(PlanBuilder plan, Tensor<float> x) => _blocks[0].Record(plan, x);

    /// <summary>Records the blocks after the first.</summary>
    public Tensor<float> RecordRest(PlanBuilder plan, Tensor<float> x)
    {
        foreach (ResidualBlock block in _blocks.Skip(1)) x = block.Record(plan, x);
        return x;
    }
}
