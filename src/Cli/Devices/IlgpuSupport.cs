using LiVOS.Ilgpu;
using LiVOS.Runtime;
using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Devices;

/// <summary>ILGPU in the ordinary program. A native one has IlgpuSupport.Native.cs instead.</summary>
internal static class IlgpuSupport
{
    /// <summary>Why this program does not have ILGPU; null where it does.</summary>
    public static string? WhyNone => null;

    /// <summary>Adds ILGPU's accelerators to the devices.</summary>
    public static void Register() => DeviceRegistry.Add(new IlgpuProvider());

    /// <summary>A kernel as the PTX that ILGPU makes of it.</summary>
    /// <exception cref="DeviceException">ILGPU cannot compile it.</exception>
    public static string Ptx(string kernel, int width) => IlgpuText.Ptx(kernel, width);
}
