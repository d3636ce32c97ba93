using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Kernels.Tests;

/// <summary>The one list of devices that kernel tests run on: what this machine has.</summary>
public static class Devices
{
    /// <summary>Their names: the processor with each width of vector that it has.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { 16, 8, 4, 1 }.Where(width => width <= CpuDevice.WidestVector).Select(width => $"cpu x{width}")];

    /// <summary>Those that run kernels written for groups of several items, with vectors of up to so many lanes.</summary>
    public static IReadOnlyList<string> WithGroups { get; } = ["checking x4", "checking x1"];

    /// <summary>Every device with every case, for <c>[MemberData]</c>.</summary>
    public static TheoryData<string, TCase> Times<TCase>(params TCase[] cases) => Times(All, cases);

    /// <summary>Every device of <see cref="WithGroups"/> with every case.</summary>
    public static TheoryData<string, TCase> WithGroupsTimes<TCase>(params TCase[] cases) => Times(WithGroups, cases);

    private static TheoryData<string, TCase> Times<TCase>(IEnumerable<string> devices, TCase[] cases)
    {
        var data = new TheoryData<string, TCase>();
        foreach (string device in devices)
            foreach (TCase item in cases)
                data.Add(device, item);
        return data;
    }

    /// <summary>Opens a device of these lists.</summary>
    public static Device Open(string name)
    {
        int width = int.Parse(name.Split('x')[1]);
        return name.StartsWith("checking", StringComparison.Ordinal) ? new CheckingDevice(width) : new CpuDevice(threads: 2, vectorWidth: width);
    }
}
