using LiVOS.Runtime.Cpu;
using LiVOS.Runtime.Cuda;
using LiVOS.Runtime.OpenCl;
using LiVOS.Runtime.Registry;
using LiVOS.Testing.Cuda;

namespace LiVOS.Runtime.Tests.Registry;

public sealed class DeviceRegistryTests
{
    [Theory]
    [InlineData("cpu", "cpu:0", "cuda", "cuda:0", "cuda:17", "opencl", "opencl:0")]
    public void Names_of_devices(params string[] names) => Assert.All(names, name => Assert.True(DeviceRegistry.IsName(name)));

    [Theory]
    [InlineData("", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:+1", "cuda: 1", "cuda:x", "cuda:0:0", "cuda0", "opencl:99999999999", ":0", "metal")]
    public void Other_names(params string[] names) => Assert.All(
        names,
        name =>
        {
            Assert.False(DeviceRegistry.IsName(name));
            Assert.Contains($"'{name}'", Assert.Throws<DeviceNotFoundException>(() => DeviceRegistry.Find(name)).Message);
        });

    [Fact]
    public void Every_kind_has_its_own_name_and_finds_devices_of_that_name_or_says_why_not()
    {
        Assert.Equal(DeviceRegistry.Providers.Count, DeviceRegistry.Providers.Select(provider => provider.Name).Distinct().Count());
        foreach (IDeviceProvider provider in DeviceRegistry.Providers)
        {
            FoundDevices found = provider.Find();
            Assert.NotEqual(found.WhyNone is null, found.All.Count == 0);
            Assert.All(found.All, device => Assert.StartsWith(provider.Name, device.Name));
            Assert.All(found.All, device => Assert.True(device.MemoryBytes > 0 && device.Parallelism > 0 && device.Description.Length > 0));
            string missing = Assert.Throws<DeviceNotFoundException>(() => DeviceRegistry.Find($"{provider.Name}:4000")).Message;
            Assert.Contains(found.WhyNone ?? $"'{provider.Name}:4000'", missing);
        }
    }

    [Fact]
    public void The_cpu_is_always_there()
    {
        DeviceInfo info = DeviceRegistry.Find("cpu");
        using Device device = info.Open(new() { Threads = 3, Schedule = Schedule.Cpu });
        Assert.Equal(3, Assert.IsType<CpuDevice>(device).Threads);
        Assert.Equal((info.Name, info.VectorWidth), (device.Name, device.VectorWidth));
        using Device usual = info.Open(new());
        Assert.Equal(info.Description, usual.Description);
    }

    [Fact]
    public void Settings_that_a_device_does_not_support_are_refused()
    {
        DeviceInfo cpu = new CpuDeviceInfo(), cuda = CudaDevices.Find(new MockDriver()).Usable.Single();
        AssertRefused(cpu, new() { Schedule = Schedule.Gpu }, nameof(DeviceSettings.Schedule));
        AssertRefused(cuda, new() { Schedule = Schedule.Cpu }, nameof(DeviceSettings.Schedule));
        AssertRefused(cuda, new() { Threads = 2 }, nameof(DeviceSettings.Threads));

        static void AssertRefused(DeviceInfo device, DeviceSettings settings, string setting)
        {
            var error = Assert.Throws<DeviceSettingsException>(() => device.Open(settings));
            Assert.Equal(setting, error.Setting);
            Assert.Contains(device.Name, error.Message);
        }
    }

    [Fact]
    public void Drivers_errors_have_one_base_that_names_the_driver()
    {
        Assert.Equal("CUDA", Assert.IsAssignableFrom<DeviceException>(new CudaException("x")).Driver);
        Assert.Equal("OpenCL", Assert.IsAssignableFrom<DeviceException>(new OpenClBuildException(-11, "Kernel", "log")).Driver);
        var broken = new MockDriver();
        CudaDeviceInfo info = CudaDevices.Find(broken).Usable.Single();
        broken.Fail("cuStreamCreate", 999);
        Assert.Equal("CUDA", Assert.ThrowsAny<DeviceException>(() => info.Open(new())).Driver);
    }
}
