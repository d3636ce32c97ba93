using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Testing.Devices;

namespace LiVOS.Model.Tests;

/// <summary>The one list of devices that network tests run on: what this machine has, OpenCL devices also with the schedule of GPUs.</summary>
internal static class Devices
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { 16, 8, 4, 1 }.Where(width => width <= CpuDevice.WidestVector).Select(width => $"cpu x{width}"),
        .. OpenClUnderTest.NaturalNames,
        .. OpenClUnderTest.Names(4).Select(name => $"{name} gpu"),
    ];

    public static string Default => All[0];

    /// <summary>Opens a device; those of OpenCL stay open for the next test.</summary>
    public static Device Open(string name) =>
        OpenClUnderTest.Has(name) ? OpenClUnderTest.Open(name) : new CpuDevice(vectorWidth: int.Parse(name.Split('x')[1]));
}
