using LiVOS.Runtime.Cuda;
using LiVOS.Testing.Cuda;

namespace LiVOS.Runtime.Tests.Cuda;

public sealed class CudaDevicesTests
{
    [Fact]
    public void A_device_says_what_it_is()
    {
        var driver = new MockDriver(new MockCard("Card X") { Multiprocessors = 7, SharedBytes = 64 * 1024 });

        CudaDevices found = CudaDevices.Find(driver);

        Assert.Null(found.WhyNone);
        CudaDeviceInfo info = Assert.Single(found.Usable);
        Assert.Equal(("cuda:0", "Card X", new Version(8, 0), 7), (info.Name, info.ProductName, info.ComputeCapability, info.Multiprocessors));
        Assert.Equal((1L << 30, 65536, new Version(12, 4)), (info.MemoryBytes, info.SharedBytes, info.DriverVersion));
        Assert.Equal((1.5e9, 64e9, 1 << 20), (info.ClockHertz, info.MemoryBytesPerSecond, info.CacheBytes));
        using CudaDevice device = CudaUnderTest.Open(driver);
        Assert.Equal("cuda:0", device.Name);
        Assert.Equal("Card X, compute capability 8.0, 7 multiprocessors, vectors of 4 floats", device.Description);
        Assert.Equal((4, 7, Schedule.Gpu, 16384), (device.VectorWidth, device.Parallelism, device.Schedule, device.SharedElements));
        Assert.Equal(1L << 30, device.DedicatedMemory);
        Assert.True(device.RequiresCompilation && device.HasTensorCores);
        Assert.Throws<ArgumentOutOfRangeException>(() => CudaUnderTest.Open(8));
    }

    [Fact]
    public void A_missing_library_means_no_devices()
    {
        CudaDevices devices = CudaDevices.Find(["libnosuchcuda.so.1"]);

        Assert.Empty(devices.All);
        Assert.Equal("no CUDA library (libnosuchcuda.so.1); install NVIDIA's display driver", devices.WhyNone);
    }

    [Fact]
    public void A_driver_that_is_too_old_is_reported_with_both_versions()
    {
        CudaDevices devices = CudaDevices.Find(new MockDriver { Version = 10020 });

        Assert.Empty(devices.All);
        Assert.Contains("it brings CUDA 10.2, but 11.0 is needed", devices.WhyNone);
        Assert.Single(CudaDevices.Find(new MockDriver { Version = 11000 }).All);
    }

    [Fact]
    public void A_driver_without_devices_or_that_fails_says_so()
    {
        var broken = new MockDriver();
        broken.Fail("cuInit", 999);

        Assert.Equal("NVIDIA's driver reports no device", CudaDevices.Find(new MockDriver { Cards = 0 }).WhyNone);
        Assert.Contains("cuInit failed: CUDA_ERROR_UNKNOWN (999)", CudaDevices.Find(broken).WhyNone);
    }

    [Fact]
    public void A_card_that_is_too_old_is_listed_but_not_opened()
    {
        CudaDevices devices = CudaDevices.Find(new MockDriver(new MockCard("Old") { Capability = new(6, 1) }));

        Assert.Empty(devices.Usable);
        Assert.Equal("its compute capability is 6.1, but 7.0 (Volta) is needed", devices.All[0].WhyUnusable);
        string message = Assert.Throws<CudaException>(() => new CudaDevice(devices.All[0])).Message;
        Assert.Contains("Old, compute capability 6.1) cannot be used: its", message);
    }

    [Fact]
    public void Only_newer_cards_have_tensor_cores()
    {
        using CudaDevice turing = CudaUnderTest.Open(new MockDriver(new MockCard { Capability = new(7, 5) }));
        Assert.False(turing.HasTensorCores);
    }
}
