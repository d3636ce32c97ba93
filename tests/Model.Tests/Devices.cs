using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Model.Tests;

/// <summary>The one list of devices that network tests run on: what this machine has.</summary>
internal static class Devices
{
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { 16, 8, 4, 1 }.Where(width => width <= CpuDevice.WidestVector).Select(width => $"cpu x{width}")];

    public static string Default => All[0];

    public static Device Open(string name) => new CpuDevice(vectorWidth: int.Parse(name.Split('x')[1]));
}
