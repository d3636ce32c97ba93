using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.OpenCl;

/// <summary>The global and local work size of a launch.</summary>
internal readonly record struct WorkSize(Extent Items, Extent Group)
{
    // A processor's vectors take so many scalars; GPUs need more to fill their warps.
    private const int ItemsOnProcessor = 8, ItemsElsewhere = 64;

    /// <summary>The work size of a launch.</summary>
    /// <param name="launch">The launch.</param>
    /// <param name="device">The device.</param>
    /// <param name="most">The most items of a group that the device supports for this kernel.</param>
    /// <exception cref="OpenClException">The launch's groups are too large for the device.</exception>
    public static WorkSize Of(Launch launch, OpenClDevice device, long most)
    {
        WorkSize size = launch.OverItems ? OverItems(launch, device, most) : OverGroups(launch);
        RequireRoom(launch, size.Group, device, most);
        return size;
    }

    /// <summary>An item that uses vectors fills a CPU core by itself; scalar items are grouped.</summary>
    private static WorkSize OverItems(Launch launch, OpenClDevice device, long most)
    {
        int suited = device.Info.Kind != DeviceKind.Processor ? ItemsElsewhere : launch.VectorizedExtent > 0 ? 1 : ItemsOnProcessor;
        int items = launch.Shape.Grid.Count, group = (int)Math.Min(suited, most);
        return new(new((items + group - 1) / group * group), new(group));
    }

    private static WorkSize OverGroups(Launch launch)
    {
        (Extent grid, Extent group) = (launch.Shape.Grid, launch.Shape.Group);
        return new(new(checked(grid.X * group.X), checked(grid.Y * group.Y), checked(grid.Z * group.Z)), group);
    }

    private static void RequireRoom(Launch launch, Extent group, OpenClDevice device, long most)
    {
        nuint[] along = device.Info.MaxItems;
        if (group.Count > most || (nuint)group.X > along[0] || (nuint)group.Y > along[1] || (nuint)group.Z > along[2])
            throw new OpenClException($"{launch} has groups of {group.X}x{group.Y}x{group.Z} items; {device.Name} ({device.Info}) can run at most "
                + $"{most}, {string.Join('x', along)} along the axes.");
        if (launch.Shape.DynamicShared > device.SharedElements)
            throw new OpenClException($"{launch} asks for {launch.Shape.DynamicShared} elements of shared memory; "
                + $"a group of {device.Name} ({device.Info}) has {device.SharedElements}.");
    }
}
