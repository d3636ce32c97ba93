using LiVOS.Runtime.Language;

namespace LiVOS.Runtime.OpenCl;

/// <summary>A launch's items and groups, as OpenCL counts them: items of all groups together, and items of a group, along three axes.</summary>
internal readonly record struct WorkSize(Extent Items, Extent Group)
{
    // A processor's vectors take so many scalars; GPUs need more to fill their warps.
    private const int ItemsOnProcessor = 8, ItemsElsewhere = 64;

    /// <summary>The work of a launch on a device.</summary>
    /// <exception cref="OpenClException">The launch's groups are too large for the device.</exception>
    public static WorkSize Of(Launch launch, OpenClDevice device)
    {
        WorkSize size = launch.OverItems ? OverItems(launch, device) : OverGroups(launch);
        RequireRoom(launch, size.Group, device);
        return size;
    }

    /// <summary>An item that works with vectors fills a processor's core by itself; others do so together.</summary>
    private static WorkSize OverItems(Launch launch, OpenClDevice device)
    {
        int suited = device.Info.Kind != OpenClDeviceKind.Cpu ? ItemsElsewhere : launch.WidthDivides > 0 ? 1 : ItemsOnProcessor;
        int items = launch.Shape.Grid.Count, group = (int)Math.Min(suited, device.Info.MaxGroup);
        return new(new((items + group - 1) / group * group), new(group));
    }

    private static WorkSize OverGroups(Launch launch)
    {
        (Extent grid, Extent group) = (launch.Shape.Grid, launch.Shape.Group);
        return new(new(checked(grid.X * group.X), checked(grid.Y * group.Y), checked(grid.Z * group.Z)), group);
    }

    private static void RequireRoom(Launch launch, Extent group, OpenClDevice device)
    {
        nuint[] most = device.Info.MaxItems;
        if (group.Count > device.Info.MaxGroup || (nuint)group.X > most[0] || (nuint)group.Y > most[1] || (nuint)group.Z > most[2])
            throw new OpenClException($"{launch} has groups of {group.X}x{group.Y}x{group.Z} items; {device.Name} ({device.Info}) runs at most "
                + $"{device.Info.MaxGroup}, {string.Join('x', most)} along the axes.");
        if (launch.Shape.DynamicShared > device.SharedElements)
            throw new OpenClException($"{launch} asks for {launch.Shape.DynamicShared} elements of shared memory; "
                + $"a group of {device.Name} ({device.Info}) has {device.SharedElements}.");
    }
}
