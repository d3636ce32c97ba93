using LiVOS.Runtime;
using LiVOS.Runtime.OpenCl;
using Xunit;

namespace LiVOS.Testing.Devices;

/// <summary>The OpenCL devices that tests run on: those of this machine.</summary>
public static class OpenClTest
{
    private const string None = "no OpenCL device";

    private static readonly OpenClDevices s_found = OpenClDevices.Find();

    /// <summary>Their names, or one that <see cref="Info"/> skips the test for.</summary>
    public static TheoryData<string> Names { get; } = [.. s_found.Usable.Select(device => device.Name).DefaultIfEmpty(None)];

    public static OpenClDeviceInfo Info(string name)
    {
        Skip.If(name == None, s_found.WhyNone ?? string.Join("; ", s_found.All.Select(device => $"{device}: {device.WhyUnusable}")));
        return s_found.Usable.Single(device => device.Name == name);
    }

    /// <summary>Opens a device; without a cache folder, so that each test compiles.</summary>
    public static OpenClDevice Open(string name, OpenClOptions? options = null) => new(Info(name), options ?? new OpenClOptions { CacheFolder = null });

    public static Tensor<T> New<T>(this Device device, DeviceMemory memory, params T[] values) where T : unmanaged
    {
        Tensor<T> tensor = device.NewTensor<T>("tensor", Shape.Vector(values.Length), memory);
        tensor.Write(values);
        return tensor;
    }

    public static Plan PlanOf(Device device, params Launch[] launches)
    {
        var builder = new PlanBuilder(device);
        foreach (Launch launch in launches) builder.Add(launch);
        return builder.Build();
    }
}
