using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Devices;

/// <summary>What a native program has in the place of ILGPU, which compiles at run time: the reason.</summary>
internal static class IlgpuSupport
{
    /// <summary>Why this program does not have ILGPU.</summary>
    public static string WhyNone => "this program was compiled ahead of time, and ILGPU compiles while a program runs; take the program for .NET";

    /// <summary>Adds a kind of device of which there is none.</summary>
    public static void Register() => DeviceRegistry.Add(new Provider());

    /// <summary>Never called: see <see cref="WhyNone"/>.</summary>
    public static string Ptx(string kernel, int width) => throw new NotSupportedException($"{kernel} x{width}: {WhyNone}.");

    private sealed class Provider : IDeviceProvider
    {
        public string Name => "ilgpu";

        public string Title => "ILGPU";

        public FoundDevices Find() => new([], WhyNone);
    }
}
