using LiVOS.Runtime.Language;

namespace LiVOS.Kernels;

/// <summary>Which kernel adds up positions on a device, and how it is launched.</summary>
public static class ReductionOps
{
    /// <summary>The launch of <see cref="GroupSums.SumOfPositions"/>.</summary>
    public static LaunchShape SumOfPositionsGrid(int objects, int columns) =>
        new(new((columns + GroupSums.Side - 1) / GroupSums.Side, objects), new(GroupSums.Side, GroupSums.Side));
}
