using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Kernels.Tests;

/// <summary>The one list of devices that kernel tests run on: what this machine has.</summary>
public static class Devices
{
    /// <summary>Their names: the processor with each width of vector that it has.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { 16, 8, 4, 1 }.Where(width => width <= CpuDevice.WidestVector).Select(width => $"cpu x{width}")];

    /// <summary>Every device with every case, for <c>[MemberData]</c>.</summary>
    public static TheoryData<string, TCase> Times<TCase>(params TCase[] cases)
    {
        var data = new TheoryData<string, TCase>();
        foreach (string device in All)
            foreach (TCase item in cases)
                data.Add(device, item);
        return data;
    }

    /// <summary>Opens a device of <see cref="All"/>.</summary>
    public static Device Open(string name) => new CpuDevice(threads: 2, vectorWidth: int.Parse(name.Split('x')[1]));
}
