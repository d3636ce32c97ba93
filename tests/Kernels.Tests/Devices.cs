using LiVOS.Runtime;
using LiVOS.Testing.Devices;

namespace LiVOS.Kernels.Tests;

/// <summary>The one list of devices that kernel tests run on: what this machine has.</summary>
public static class Devices
{
    /// <summary>Their names: the processor with each width of vector that it has, the PTX emulator with our PTX and with ILGPU's, OpenCL devices with each
    /// width; among the longest tests the emulator behind the CUDA device too, and ILGPU's own processor.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. DeviceUnderTest.CpuNames, .. LongTests.Only("cuda x4", "ilgpu x4"), "ptx x1", "ilgpu-ptx x4", .. OpenClUnderTest.Names(16, 8, 4, 1)];

    /// <summary>Those that run kernels written for groups of several items, with vectors of up to so many lanes.</summary>
    public static IReadOnlyList<string> WithGroups { get; } =
        ["checking x4", .. LongTests.Only("checking x1"), "cuda x4", "ptx x1", "ilgpu x4", "ilgpu-ptx x4", .. OpenClUnderTest.Names(4, 1)];

    /// <summary>Those that run kernels over tensors in halves, by names that end so (<see cref="Rig"/>): all but ILGPU's.</summary>
    private static readonly string[] s_inHalves = Halves([.. DeviceUnderTest.CpuNames, "ptx x4", "ptx x1", .. OpenClUnderTest.Names(16, 8, 4, 1)]);

    /// <summary>Likewise of those that run kernels for groups.</summary>
    private static readonly string[] s_groupsInHalves = Halves(["checking x4", "cuda x4", "ptx x1", .. OpenClUnderTest.Names(4, 1)]);

    /// <summary>Those whose warps multiply small matrices.</summary>
    public static IReadOnlyList<string> WithTensorCores { get; } = ["checking x4", "ptx x4", "ilgpu-ptx x4"];

    /// <summary>Those that run a kernel of the processor's own schedule: its work space is more than a GPU's shared memory, and parts of it are
    /// multiplied though nobody wrote them (nor reads the products), which the PTX emulator does not let pass.</summary>
    public static IReadOnlyList<string> WithLargeScratch { get; } = [.. All.Where(name => !DeviceUnderTest.RunsPtx(name))];

    /// <summary>Every device with every case, for <c>[MemberData]</c>.</summary>
    public static TheoryData<string, TCase> Times<TCase>(params TCase[] cases) => Times(All, cases);

    /// <summary>The same, over floats and over halves.</summary>
    public static TheoryData<string, TCase> EitherTimes<TCase>(params TCase[] cases) => Times([.. All, .. s_inHalves], cases);

    /// <summary>Every device of <see cref="WithGroups"/> with every case, over floats and over halves.</summary>
    public static TheoryData<string, TCase> WithGroupsEitherTimes<TCase>(params TCase[] cases) => Times([.. WithGroups, .. s_groupsInHalves], cases);

    /// <summary>The same, without large cases on devices that are emulated.</summary>
    public static TheoryData<string, TCase> WithGroupsEitherTimes<TCase>(IEnumerable<TCase> cases, Func<TCase, bool> isLarge) =>
        WithoutLarge([.. WithGroups, .. s_groupsInHalves], cases, isLarge);

    /// <summary>Every device of <see cref="WithGroups"/> with every case.</summary>
    public static TheoryData<string, TCase> WithGroupsTimes<TCase>(params TCase[] cases) => Times(WithGroups, cases);

    /// <summary>The same, without large cases on devices that are emulated.</summary>
    public static TheoryData<string, TCase> WithGroupsTimes<TCase>(IEnumerable<TCase> cases, Func<TCase, bool> isLarge) =>
        WithoutLarge(WithGroups, cases, isLarge);

    /// <summary>Every device of <see cref="WithTensorCores"/> with every case.</summary>
    public static TheoryData<string, TCase> WithTensorCoresTimes<TCase>(params TCase[] cases) => Times(WithTensorCores, cases);

    /// <summary>Every device of <see cref="WithLargeScratch"/> with every case.</summary>
    public static TheoryData<string, TCase> WithLargeScratchTimes<TCase>(params TCase[] cases) => Times(WithLargeScratch, cases);

    private static TheoryData<string, TCase> Times<TCase>(IEnumerable<string> devices, TCase[] cases)
    {
        var data = new TheoryData<string, TCase>();
        foreach (string device in devices.Where(IsAsked))
            foreach (TCase item in cases)
                data.Add(device, item);
        return data;
    }

    private static TheoryData<string, TCase> WithoutLarge<TCase>(IEnumerable<string> devices, IEnumerable<TCase> cases, Func<TCase, bool> isLarge)
    {
        var data = new TheoryData<string, TCase>();
        foreach (string device in devices.Where(IsAsked))
            foreach (TCase item in cases.Where(item => OpenClUnderTest.Has(device.Replace(Rig.Halves, "", StringComparison.Ordinal)) || !isLarge(item)))
                data.Add(device, item);
        return data;
    }

    private static string[] Halves(IEnumerable<string> names) => [.. names.Select(name => name + Rig.Halves)];

    /// <summary>Whether tests run on a device: where <c>LIVOS_TEST_DEVICES</c> is set, on those whose names begin with it.</summary>
    private static bool IsAsked(string name) => name.StartsWith(Environment.GetEnvironmentVariable("LIVOS_TEST_DEVICES") ?? "", StringComparison.Ordinal);

    /// <summary>Opens a device of these lists.</summary>
    public static Device Open(string name) => DeviceUnderTest.Open(name, cpuThreads: 2);
}
