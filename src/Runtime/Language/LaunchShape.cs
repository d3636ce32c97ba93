namespace LiVOS.Runtime.Language;

/// <summary>The grid of an explicitly grouped kernel.</summary>
/// <param name="Grid">The number of groups along each axis.</param>
/// <param name="Group">The number of items in a group along each axis; 1 on a device that runs a group as one thread.</param>
/// <param name="DynamicShared">The elements (of 4 bytes) of <see cref="SharedMemory.GetDynamic"/> that each group gets.</param>
public readonly record struct LaunchShape(Extent Grid, Extent Group, int DynamicShared = 0)
{
    /// <summary>Groups of one item each.</summary>
    public static LaunchShape Tiles(int x, int y = 1, int z = 1, int dynamicShared = 0) => new(new(x, y, z), new(1), dynamicShared);
}
