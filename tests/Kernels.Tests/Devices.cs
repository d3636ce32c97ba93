using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;
using LiVOS.Tests;

namespace LiVOS.Kernels.Tests;

/// <summary>The one list of devices that kernel tests run on: what this machine has.</summary>
public static class Devices
{
    private static readonly int[] s_widths = [16, 8, 4, 1];

    /// <summary>Their names: the processor with each width of vector that it has, and OpenCL devices with each width.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. s_widths.Where(width => width <= CpuDevice.WidestVector).Select(width => $"cpu x{width}"), .. OpenClUnderTest.Names(s_widths)];

    /// <summary>Those that run kernels written for groups of several items, with vectors of up to so many lanes.</summary>
    public static IReadOnlyList<string> WithGroups { get; } = ["checking x4", "checking x1", .. OpenClUnderTest.Names(4, 1)];

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
        if (OpenClUnderTest.Has(name)) return OpenClUnderTest.Open(name);
        int width = int.Parse(name.Split('x')[1]);
        return name.StartsWith("checking", StringComparison.Ordinal) ? new CheckingDevice(width) : new CpuDevice(threads: 2, vectorWidth: width);
    }
}
