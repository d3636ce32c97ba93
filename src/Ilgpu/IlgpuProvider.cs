using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using LiVOS.Runtime.Registry;

namespace LiVOS.Ilgpu;

/// <summary>Finds the accelerators of ILGPU: CUDA's, OpenCL's, and its own processor, which runs every item of a group as a thread and is made for
/// debugging.</summary>
public sealed class IlgpuProvider : IDeviceProvider
{
    internal const string KindName = "ilgpu";
    internal const string KindTitle = "ILGPU";

    // Warps of 32 as on NVIDIA's GPUs, and the 256 items of our largest groups.
    private const int WarpItems = 32, Warps = 8;

    private static readonly Dictionary<AcceleratorType, string> s_kinds = new()
    {
        [AcceleratorType.Cuda] = "cuda", [AcceleratorType.OpenCL] = "opencl", [AcceleratorType.CPU] = "cpu",
    };

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public string Title => KindTitle;

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds => [.. s_kinds.Values];

    /// <inheritdoc/>
    public FoundDevices Find()
    {
        using Context context = NewContext();
        IEnumerable<IlgpuDeviceInfo> found = s_kinds.SelectMany(
            kind => DevicesOf(context, kind.Key).Select((device, index) => new IlgpuDeviceInfo(device, kind.Value, index)));
        return new([.. found], WhyNone: null);
    }

    /// <summary>A context of our own, with all accelerators of this machine.</summary>
    internal static Context NewContext() =>
        Context.Create(builder => builder.EnableLivos().Profiling().Cuda().OpenCL().CPU(new CPUDevice(WarpItems, Warps, 1)));

    /// <summary>The devices of a kind, in ILGPU's order.</summary>
    internal static IEnumerable<ILGPU.Runtime.Device> DevicesOf(Context context, AcceleratorType type) =>
        context.Devices.Where(device => device.AcceleratorType == type);
}
