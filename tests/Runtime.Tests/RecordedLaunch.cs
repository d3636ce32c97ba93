namespace LiVOS.Runtime.Tests;

/// <summary>A launch that runs a delegate for each group, in place of a kernel.</summary>
public sealed class RecordedLaunch(int groups, Action<int> run, params Tensor[] operands)
    : Launch("Recorded.Launch", Language.LaunchShape.Tiles(groups), vectorizedExtent: 0, operands)
{
    public override void Run(int width, int from, int to)
    {
        for (int group = from; group < to; group++) run(group);
    }
}
