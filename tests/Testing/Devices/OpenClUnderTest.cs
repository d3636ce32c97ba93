using System.Collections.Concurrent;
using System.Globalization;
using LiVOS.Runtime;
using LiVOS.Runtime.OpenCl;

namespace LiVOS.Testing.Devices;

/// <summary>
/// The OpenCL devices of this machine for lists of devices. Each stays open for the whole run, so that its driver compiles a kernel only once.
/// </summary>
internal static class OpenClUnderTest
{
    private static readonly OpenClDevices s_found = OpenClDevices.Find();
    private static readonly ConcurrentDictionary<string, Lazy<OpenClDevice>> s_open = [];

    /// <summary>Why there is nothing to test; null where there is.</summary>
    public static string? WhyNone => s_found.Usable.Any() ? null : s_found.WhyNone
        ?? string.Join("; ", s_found.All.Select(device => $"{device}: {device.WhyUnusable}"));

    /// <summary>Names such as <c>opencl:0 x16</c>: every device with each width.</summary>
    public static IEnumerable<string> Names(params int[] widths) => s_found.Usable.SelectMany(device => widths.Select(width => $"{device.Name} x{width}"));

    /// <summary>Every device with the width that suits it.</summary>
    public static IEnumerable<string> NaturalNames => s_found.Usable.Select(device => $"{device.Name} x{device.VectorWidth}");

    /// <summary>Whether a name is of an OpenCL device.</summary>
    public static bool Has(string name) => name.StartsWith("opencl:", StringComparison.Ordinal);

    /// <summary>The device of a name; a third word is its schedule. It must not be disposed.</summary>
    public static Device Open(string name) => s_open.GetOrAdd(name, key => new(() => OpenAnew(key))).Value;

    private static OpenClDevice OpenAnew(string name)
    {
        string[] words = name.Split(' ');
        Schedule? schedule = words.Length > 2 ? Enum.Parse<Schedule>(words[2], ignoreCase: true) : null;
        var options = new OpenClOptions { VectorWidth = int.Parse(words[1][1..], CultureInfo.InvariantCulture), Schedule = schedule, CacheFolder = null };
        return new OpenClDevice(s_found.Usable.Single(device => device.Name == words[0]), options);
    }
}
