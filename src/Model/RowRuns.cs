using LiVOS.Kernels;
using LiVOS.Runtime;

namespace LiVOS.Model;

/// <summary>How rows of pixels are cut into items (<see cref="RowRun"/>): whole for processors, into single pixels for GPUs.</summary>
internal static class RowRuns
{
    /// <summary>The pixels of an item.</summary>
    public static int PixelsFor(Device device, int width) => device.Schedule == Schedule.Cpu ? width : 1;

    /// <summary>The items of a row.</summary>
    public static int InRow(Device device, int width) => RowRun.InRow(width, PixelsFor(device, width));
}
