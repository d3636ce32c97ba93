using LiVOS.Runtime;
using LiVOS.Testing.Devices;

namespace LiVOS.Model.Tests;

/// <summary>The one list of devices that network tests run on: what this machine has, OpenCL devices also with the schedule of GPUs.</summary>
internal static class Devices
{
    /// <summary>Those that hold tensors in halves.</summary>
    public static IReadOnlyList<string> InHalves { get; } = [.. OpenClUnderTest.Names(4).Select(name => $"{name} gpu")];

    public static IReadOnlyList<string> All { get; } =
    [
        .. DeviceUnderTest.CpuNames,
        .. OpenClUnderTest.NaturalNames,
        .. InHalves,
    ];

    /// <summary>Those that networks of the published size run on: outside the longest tests the processor with its widest vectors, and OpenCL.</summary>
    public static IReadOnlyList<string> ForLargeNetworks { get; } = LongTests.AreIncluded ? All : [Default, .. OpenClUnderTest.NaturalNames];

    public static string Default => All[0];

    /// <summary>Opens a device; those of OpenCL stay open for the next test.</summary>
    public static Device Open(string name) => DeviceUnderTest.Open(name);
}
