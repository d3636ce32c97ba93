using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using LiVOS.Ilgpu;
using LiVOS.Runtime;

namespace LiVOS.Testing.Devices;

/// <summary>ILGPU's own processor for lists of devices: every item of a group is a thread of this machine. It stays open for the whole run.</summary>
internal static class IlgpuUnderTest
{
    public const string Name = "ilgpu";

    // Warps of 32, and the 256 items of our largest groups.
    private static readonly Lazy<Accelerator> s_accelerator = new(() =>
    {
        Context context = Context.Create(builder => builder.EnableLivos().Profiling().CPU(new CPUDevice(32, 8, 1)));
        return context.GetCPUDevice(0).CreateCPUAccelerator(context);
    });

    public static IlgpuDevice Open(int width) => new(s_accelerator.Value, new IlgpuOptions { VectorWidth = width });
}
