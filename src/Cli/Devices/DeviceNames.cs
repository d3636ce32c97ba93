using LiVOS.Runtime.Registry;

namespace LiVOS.Cli.Devices;

/// <summary>The names that <c>--device</c> takes: those of the registry, and two that leave the choice to the program.</summary>
internal static class DeviceNames
{
    public const string Auto = "auto", Gpu = "gpu", Cpu = "cpu";

    /// <summary>The names without numbers.</summary>
    public static IReadOnlyList<string> All { get; } = [Auto, Gpu, .. DeviceRegistry.Providers.Select(provider => provider.Name)];

    /// <summary>Whether <c>--device</c> takes a name. There may be no device of that name.</summary>
    public static bool IsName(string name) => name is Auto or Gpu || DeviceRegistry.IsName(name);
}
