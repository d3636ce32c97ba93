using LiVOS.Runtime;
using LiVOS.Runtime.Cpu;

namespace LiVOS.Cli;

/// <summary>What computes.</summary>
static class Devices
{
    public const string Auto = "auto", Cpu = "cpu";

    /// <summary>The device that <see cref="Auto"/> takes.</summary>
    public const string Fastest = Cpu;

    /// <summary>Opens a device by the name that the command line gives.</summary>
    public static Device Open(string name, int? threads = null) => name switch
    {
        Auto or Cpu => new CpuDevice(threads),
        _ => throw new InputException($"There is no device '{name}'; 'livos devices' lists what there is."),
    };
}
